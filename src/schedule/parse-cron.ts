// NCrontab's five fields: minute, hour, day of month, month, day of week. Stricter than Vixie's cron in some things (Sunday
// is 0 and never 7, no `@daily`, no `L`), freer in others (any beginning of a name, `a/n`, ranges either way round).

export interface CronFields {
  readonly minutes: ReadonlySet<number>
  readonly hours: ReadonlySet<number>
  readonly days: ReadonlySet<number>
  /** 1 is January. */
  readonly months: ReadonlySet<number>
  /** 0 is Sunday. A day has to be in here and in `days`: the two are joined by "and". */
  readonly weekDays: ReadonlySet<number>
}

interface Field {
  readonly name: string
  readonly min: number
  readonly max: number
  /** In English, of the values from `min` on. */
  readonly words: readonly string[]
}

const months = 'January February March April May June July August September October November December'.split(' ')
const weekDays = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ')
const fields: readonly Field[] = [
  { name: 'minute', min: 0, max: 59, words: [] },
  { name: 'hour', min: 0, max: 23, words: [] },
  { name: 'day of month', min: 1, max: 31, words: [] },
  { name: 'month', min: 1, max: 12, words: months },
  { name: 'day of week', min: 0, max: 6, words: weekDays },
]
const maxLength = 1000

/** Throws an Error that names the field and what is wrong with it. */
export function parseCron(text: string): CronFields {
  const parts = text.trim().split(/\s+/)
  if (text.length > maxLength) throw new Error(`the expression is longer than ${maxLength} characters`)
  if (parts.length !== fields.length)
    throw new Error(
      `it has ${parts[0] === '' ? 0 : parts.length} fields and needs 5: minute, hour, day of month, month, day of week`,
    )
  const [minutes, hours, days, monthsOf, weekDaysOf] = fields.map((field, index) =>
    parseField(field, parts[index] ?? ''),
  )
  if (!minutes || !hours || !days || !monthsOf || !weekDaysOf) throw new Error('it needs 5 fields')
  return { minutes, hours, days, months: monthsOf, weekDays: weekDaysOf }
}

function parseField(field: Field, text: string): ReadonlySet<number> {
  const values = new Set<number>()
  for (const element of text.split(',')) {
    const { from, to, step } = parseElement(field, element)
    for (let value = from; value <= to; value += step) values.add(value)
  }
  return values
}

/** `*`, `a`, `a-b`, and each with `/n`; `a/n` is from a to the end. */
function parseElement(field: Field, element: string): { from: number; to: number; step: number } {
  const [, range = '', stepText] = /^([^/]+)(?:\/(\d{1,4}))?$/.exec(element) ?? []
  const step = stepText === undefined ? 1 : Number(stepText)
  if (range === '' || step < 1) throw wrong(field, element)
  if (range === '*') return { from: field.min, to: field.max, step }
  const [first = '', last, ...more] = range.split('-')
  if (more.length > 0) throw wrong(field, element)
  const from = parseValue(field, first, element)
  if (last === undefined) return { from, to: stepText === undefined ? from : field.max, step }
  const to = parseValue(field, last, element)
  return { from: Math.min(from, to), to: Math.max(from, to), step }
}

function parseValue(field: Field, text: string, element: string): number {
  const value = /^\d{1,4}$/.test(text) ? Number(text) : field.min + indexOfWord(field, text)
  const isWord = !/^\d/.test(text)
  if ((isWord && indexOfWord(field, text) < 0) || value < field.min || value > field.max) throw wrong(field, element)
  return value
}

/** By any beginning of the name, the first that fits. */
function indexOfWord({ words }: Field, text: string): number {
  return text === '' ? -1 : words.findIndex((word) => word.toLowerCase().startsWith(text.toLowerCase()))
}

function wrong({ name, min, max, words }: Field, element: string): Error {
  const named = words.length > 0 ? ` or a name such as ${words[1]}` : ''
  return new Error(
    `'${element.slice(0, 40)}' is not a ${name}: numbers from ${min} to ${max}${named}, ranges a-b, steps a/n, lists with commas, or *`,
  )
}
