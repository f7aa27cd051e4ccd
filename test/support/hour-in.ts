/** The hour of the day, of UTC, that is so many hours away: what is due at it does not come while a test runs. */
export function hourIn(hours: number): number {
  return (new Date().getUTCHours() + hours) % 24
}
