// Tags as lines of `name=value`, to read and to write. Pure.

export type Tags = Readonly<Record<string, string>>

export function printTags(tags: Tags): string {
  return Object.entries(tags)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n')
}

/** Undefined: a line is no tag. */
export function readTags(text: string): Tags | undefined {
  const lines = text.split('\n').map((line) => line.trim())
  const written = lines.filter((line) => line !== '')
  if (written.some((line) => line.indexOf('=') < 1)) return undefined
  return Object.fromEntries(
    written.map((line) => [line.slice(0, line.indexOf('=')).trim(), line.slice(line.indexOf('=') + 1).trim()]),
  )
}
