export interface Part {
  /** Where it begins in the line. */
  readonly at: number
  readonly part: string
  readonly isMatch: boolean
}

/** A line cut where it holds `wanted`, in any case. */
export function markedParts(line: string, wanted: string): readonly Part[] {
  const lower = line.toLowerCase()
  const sought = wanted.toLowerCase()
  // Some letters have lower ones of another length: then places would not be those of the line.
  if (sought === '' || lower.length !== line.length) return [{ at: 0, part: line, isMatch: false }]
  const parts: Part[] = []
  let at = 0
  for (let found = lower.indexOf(sought); found !== -1; found = lower.indexOf(sought, at)) {
    if (found > at) parts.push({ at, part: line.slice(at, found), isMatch: false })
    at = found + sought.length
    parts.push({ at: found, part: line.slice(found, at), isMatch: true })
  }
  if (at < line.length) parts.push({ at, part: line.slice(at), isMatch: false })
  return parts
}
