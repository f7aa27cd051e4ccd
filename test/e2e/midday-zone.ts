// Where it is the middle of the day: what a schedule does in the evening, or at nine, does not come while a test runs.

/** Hours ahead of UTC, all through the year. */
const zones = { UTC: 0, 'Asia/Singapore': 8, 'Pacific/Pitcairn': -8 }

/** A zone for a browser, in which it is between ten and six now. */
export function middayZone(now = new Date()): string {
  const isMidday = ([, ahead]: readonly [string, number]) => {
    const hour = (now.getUTCHours() + ahead + 24) % 24
    return hour >= 10 && hour < 18
  }
  return Object.entries(zones).find(isMidday)?.[0] ?? 'UTC'
}
