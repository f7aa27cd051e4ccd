/** Milliseconds as ISO 8601, in whole units of a tick as ARM writes them: `PT1M2.5S`. */
export function isoDuration(ms: number): string {
  const whole = Math.max(0, ms)
  const hours = Math.floor(whole / 3_600_000)
  const minutes = Math.floor((whole % 3_600_000) / 60_000)
  const seconds = (whole % 60_000) / 1000
  const larger = `${hours > 0 ? `${hours}H` : ''}${minutes > 0 ? `${minutes}M` : ''}`
  return `PT${larger}${seconds > 0 || larger === '' ? `${seconds}S` : ''}`
}
