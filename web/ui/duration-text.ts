/** `3725000` as `1 h 02 min`, `62000` as `1 min 02 s`, `4200` as `4.2 s`; what is not known as a dash. */
export function durationText(ms: number | undefined): string {
  if (ms === undefined) return '–'
  // A browser's clock may be behind the server's: nothing took less than no time.
  const seconds = Math.max(ms, 0) / 1000
  if (seconds < 60) return `${seconds < 10 ? seconds.toFixed(1) : Math.floor(seconds)} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min ${two(seconds % 60)} s`
  const hours = Math.floor(minutes / 60)
  if (hours % 24 === 0) return `${hours / 24} d`
  if (hours < 48) return `${hours} h ${two(minutes % 60)} min`
  return `${Math.floor(hours / 24)} d ${hours % 24} h`
}

function two(number: number): string {
  return String(Math.floor(number)).padStart(2, '0')
}
