const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const

/** `1536` as `1.5 kB`; what is not known as a dash. */
export function byteSize(bytes: number | undefined): string {
  if (bytes === undefined) return '–'
  let [size, unit] = [bytes, 0]
  for (; size >= 1000 && unit < units.length - 1; unit += 1) size /= 1000
  return `${unit === 0 || size >= 100 ? Math.round(size) : size.toFixed(1)} ${units[unit]}`
}
