// CI-80: how long a script may take, in the grammar of GNU `timeout`: a number, then s (seconds), m, h or d.

export const defaultTimeoutMs = 15 * 60_000
export const longestTimeoutMs = 24 * 3_600_000

const units: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** Milliseconds; undefined: not a duration, none at all, or longer than a day. */
export function parseTimeout(text: string): number | undefined {
  const [, number = '', unit = 's'] = /^(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)([smhd])?$/.exec(text) ?? []
  const ms = number === '' ? Number.NaN : Number(number) * (units[unit] ?? Number.NaN)
  return ms >= 1 && ms <= longestTimeoutMs ? Math.round(ms) : undefined
}
