/** As Docker spells sizes of memory, of at least one byte: `2g`, `512m`, `1.5GiB`, or a number of bytes. */
export function isMemorySize(text: string): boolean {
  const [, number, unit = 'b'] = /^(\d{1,15}(?:\.\d{1,6})?) ?(?:([bkmgt])(?:i?b)?)?$/i.exec(text) ?? []
  const bytes = Math.floor(Number(number) * 1024 ** 'bkmgt'.indexOf(unit.toLowerCase()))
  return number !== undefined && bytes >= 1 && bytes <= 2 ** 46
}
