// Azure names zones as Windows does, and a name stays the same in summer: "Pacific Standard Time" is Los Angeles with its
// daylight saving. IANA names are taken too.

import { findIana, WINDOWS_TO_IANA_MAP } from 'windows-iana'

/**
 * Chihuahua and Kazakhstan left the zones that the library's data still have them stand for; the last two Windows has given
 * up, and clients still name.
 */
const movedSince: Readonly<Record<string, string>> = {
  'mountain standard time (mexico)': 'America/Mazatlan',
  'central asia standard time': 'Asia/Bishkek',
  'mid-atlantic standard time': 'Etc/GMT+2',
  'kamchatka standard time': 'Asia/Kamchatka',
}

/** By name in lower case, the zone of its default territory. */
const windowsZones = new Map(
  WINDOWS_TO_IANA_MAP.filter(({ territory }) => territory === '001').map(({ windowsName }) => [
    windowsName.toLowerCase(),
    findIana(windowsName)[0],
  ]),
)

/** The IANA name; undefined: there is no such zone. */
export function findTimeZone(name: string): string | undefined {
  const folded = name.trim().toLowerCase()
  const windows = Object.hasOwn(movedSince, folded) ? movedSince[folded] : windowsZones.get(folded)
  if (windows !== undefined) return windows
  // An offset such as +01:00 is taken by the platform, and is no zone.
  if (!/^[A-Za-z]/.test(name.trim())) return undefined
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name.trim() }).resolvedOptions().timeZone
  } catch {
    return undefined
  }
}
