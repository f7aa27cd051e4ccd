// From the scripts a body holds to the model. Pure: a script on the share is left to be read by `pin-scripts.ts`.

import { createHash } from 'node:crypto'
import { ArmError } from '../../../../base/errors.ts'
import type { ScriptKind } from '../../../../fleet/fleet.ts'
import { type ComputeScript, type ComputeSetup, type PinnedScript, scriptKinds } from './compute-scripts.ts'
import { defaultTimeoutMs, parseTimeout } from './parse-timeout.ts'
import type { SentScript, SentScripts } from './script-wire.ts'
import { splitArguments } from './split-arguments.ts'

export const maxScriptBytes = 256 * 1024
/** What a program of azure-ai-ml sends that gives none. */
const noTimeout = 'Nonem'
const members = { creation: 'creationScript', startup: 'startupScript' } as const

/**
 * What is not spoken of stays. With `scripts` everything is: one it lacks is taken away. A creation script given to an
 * instance that is there waits to be asked for; a script that stays the same keeps the content it was accepted with.
 */
export function acceptScripts(
  sent: SentScripts | null | undefined,
  before: ComputeSetup | undefined,
  isNew: boolean,
): ComputeSetup | undefined {
  const asked = sent?.scripts
  if (asked === null || asked === undefined) return before
  const scripts: Partial<Record<ScriptKind, ComputeScript>> = {}
  for (const kind of scriptKinds) {
    const script = asked[members[kind]]
    if (script) scripts[kind] = acceptScript(script, before?.scripts[kind], placeOf(kind))
  }
  const runs = before?.runs ?? { creation: isNew && scripts.creation ? 1 : 0, startup: 0 }
  return before === undefined && Object.keys(scripts).length === 0 ? undefined : { runs, scripts }
}

/** Where a fault of a script is. */
export function placeOf(kind: ScriptKind): string {
  return `properties.properties.setupScripts.scripts.${members[kind]}`
}

function acceptScript(sent: SentScript, before: ComputeScript | undefined, place: string): ComputeScript {
  const { scriptData: data } = sent
  // One client sends back what it read as a path, whatever it was.
  const isSame = before?.data === data
  const source = isSame ? before.source : sent.scriptSource
  const timeout = sent.timeout === noTimeout ? null : (sent.timeout ?? null)
  return {
    source,
    data,
    argumentLine: sent.scriptArguments ?? null,
    timeout,
    arguments: wordsOf(sent.scriptArguments ?? '', place),
    timeoutMs: timeoutOf(timeout, place),
    pinned: isSame ? before.pinned : source === 'inline' ? pinnedInline(data, place) : undefined,
  }
}

/** The content and what it is known by. Throws 400 when it is empty or too large. */
export function pin(content: Buffer, place: string): PinnedScript {
  const target = `${place}.scriptData`
  if (content.length === 0) throw new ArmError(400, 'EmptyScript', 'The set-up script is empty.', { target })
  if (content.length > maxScriptBytes) {
    throw new ArmError(
      400,
      'ScriptTooLarge',
      `A set-up script has at most ${maxScriptBytes / 1024} KiB. Put what is larger on the workspace's share and let the script use it there.`,
      { target },
    )
  }
  requireUnixText(content, target)
  const digest = `sha256:${createHash('sha256').update(content).digest('hex')}`
  return { content: content.toString('base64'), digest }
}

/** As some editors store it no shell reads it: it would fail without a word of why, or do half and be called done. */
function requireUnixText(content: Buffer, target: string): void {
  const firstLine = content.subarray(0, Math.max(0, content.indexOf(0x0a)))
  const hasMark = content.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf]))
  if (!hasMark && firstLine.at(-1) !== 0x0d) return
  throw new ArmError(
    400,
    'InvalidScriptText',
    hasMark
      ? 'The set-up script begins with a byte order mark, which no shell reads over. Store it as UTF-8 without one.'
      : "The lines of the set-up script end as on Windows, which no shell takes. Store it with LF ends, for instance by: sed -i 's/\\r$//' setup.sh",
    { target },
  )
}

function pinnedInline(data: string, place: string): PinnedScript {
  const text = data.replaceAll(/\s+/g, '')
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) {
    throw new ArmError(400, 'InvalidScriptData', 'The scriptData of an inline script must be the script in base64.', {
      target: `${place}.scriptData`,
    })
  }
  return pin(Buffer.from(text, 'base64'), place)
}

function wordsOf(line: string, place: string): string[] {
  const words = splitArguments(line)
  if (words !== undefined && !line.includes('\0')) return words
  throw new ArmError(
    400,
    'InvalidScriptArguments',
    'scriptArguments must be a line of arguments as for a shell, with every quote closed.',
    { target: `${place}.scriptArguments` },
  )
}

function timeoutOf(text: string | null, place: string): number {
  const ms = text === null ? defaultTimeoutMs : parseTimeout(text)
  if (ms !== undefined) return ms
  throw new ArmError(
    400,
    'InvalidScriptTimeout',
    "timeout must be a number with one of s, m, h, d behind it, such as '30m', above 0 and at most a day.",
    { target: `${place}.timeout` },
  )
}
