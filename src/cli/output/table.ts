// Rows as aligned columns that fit the terminal: what is too wide is cut at the widest columns, with an ellipsis. Piped
// output is never cut.

export interface TableText {
  readonly titles: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

const gap = '  '
const narrowest = 8

/** `width`: columns of the terminal; undefined: as wide as it gets. */
export function tableText({ titles, rows }: TableText, width: number | undefined): string {
  const natural = titles.map((title, column) =>
    Math.max(...[title, ...rows.map((row) => row[column] ?? '')].map(cells)),
  )
  const widths = width === undefined ? natural : fitted(natural, width)
  const line = (row: readonly string[]) =>
    widths
      .map((size, column) => padded(cut(row[column] ?? '', size), size))
      .join(gap)
      .trimEnd()
  return [titles, ...rows].map((row) => `${line(row)}\n`).join('')
}

/** Names and values of one thing, one below the other. */
export function fieldsText(fields: readonly (readonly [string, string])[]): string {
  const size = Math.max(0, ...fields.map(([name]) => cells(name)))
  return fields
    .map(([name, value]) => `${padded(name, size)}${gap}${value}`.trimEnd())
    .map((line) => `${line}\n`)
    .join('')
}

function fitted(natural: readonly number[], width: number): number[] {
  const widths = [...natural]
  let surplus = widths.reduce((sum, size) => sum + size, 0) + gap.length * (widths.length - 1) - width
  while (surplus > 0) {
    const widest = Math.max(...widths)
    if (widest <= narrowest) break
    widths[widths.indexOf(widest)] = widest - 1
    surplus--
  }
  return widths
}

function cut(text: string, size: number): string {
  if (cells(text) <= size) return text
  let kept = ''
  for (const { segment } of segmenter.segment(text)) {
    if (cells(kept + segment) > size - 1) break
    kept += segment
  }
  return `${kept}…`
}

function padded(text: string, size: number): string {
  return text + ' '.repeat(Math.max(0, size - cells(text)))
}

const segmenter = new Intl.Segmenter()
const wide =
  /^[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|^\p{Emoji_Presentation}/u

/** Columns a terminal gives to the text: East Asian letters and emoji take two. */
function cells(text: string): number {
  let count = 0
  for (const { segment } of segmenter.segment(text)) count += wide.test(segment) ? 2 : 1
  return count
}
