// An instant written in a .NET format, in UTC and English: one letter is a standard form, more are a pattern.

import { TemplateFault } from '../template-fault.ts'

/** @throws TemplateFault when the format is not one of .NET's. */
export function formatDate(instant: Date, format: string): string {
  const pattern = format.length === 1 ? standardForms.get(format) : format
  if (pattern === undefined) throw new TemplateFault(`'${format}' is not a format of dates.`)
  return pattern.replace(piece, (matched) => written(instant, matched))
}

const standardForms = new Map([
  ['d', 'MM/dd/yyyy'],
  ['D', 'dddd, dd MMMM yyyy'],
  ['f', 'dddd, dd MMMM yyyy HH:mm'],
  ['F', 'dddd, dd MMMM yyyy HH:mm:ss'],
  ['g', 'MM/dd/yyyy HH:mm'],
  ['G', 'MM/dd/yyyy HH:mm:ss'],
  ['m', 'MMMM dd'],
  ['M', 'MMMM dd'],
  ['o', "yyyy-MM-dd'T'HH:mm:ss.fffffffK"],
  ['O', "yyyy-MM-dd'T'HH:mm:ss.fffffffK"],
  ['r', "ddd, dd MMM yyyy HH:mm:ss 'GMT'"],
  ['R', "ddd, dd MMM yyyy HH:mm:ss 'GMT'"],
  ['s', "yyyy-MM-dd'T'HH:mm:ss"],
  ['t', 'HH:mm'],
  ['T', 'HH:mm:ss'],
  ['u', "yyyy-MM-dd HH:mm:ss'Z'"],
  ['U', 'dddd, dd MMMM yyyy HH:mm:ss'],
  ['y', 'yyyy MMMM'],
  ['Y', 'yyyy MMMM'],
])

const piece = /'[^']*'|"[^"]*"|\\.|%|y+|M+|d+|H+|h+|m+|s+|f+|\.?F+|t+|K|z+/g

const months = 'January February March April May June July August September October November December'.split(' ')
const days = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ')

function written(instant: Date, matched: string): string {
  const first = matched.charAt(0)
  if (first === "'" || first === '"') return matched.slice(1, -1)
  if (first === '\\') return matched.slice(1)
  if (first === '.') return optionalFraction(instant, matched.length - 1, '.')
  return parts.get(first)?.(instant, matched.length) ?? ''
}

type Part = (instant: Date, width: number) => string

const parts = new Map<string, Part>([
  ['y', (at, width) => digits(width <= 2 ? at.getUTCFullYear() % 100 : at.getUTCFullYear(), width)],
  ['M', (at, width) => named(months[at.getUTCMonth()], width) ?? digits(at.getUTCMonth() + 1, width)],
  ['d', (at, width) => named(days[at.getUTCDay()], width) ?? digits(at.getUTCDate(), width)],
  ['H', (at, width) => digits(at.getUTCHours(), width)],
  ['h', (at, width) => digits(at.getUTCHours() % 12 || 12, width)],
  ['m', (at, width) => digits(at.getUTCMinutes(), width)],
  ['s', (at, width) => digits(at.getUTCSeconds(), width)],
  ['f', (at, width) => fraction(at, width)],
  ['F', (at, width) => optionalFraction(at, width, '')],
  ['t', (at, width) => (at.getUTCHours() < 12 ? 'AM' : 'PM').slice(0, width)],
  ['K', () => 'Z'],
  ['z', (_at, width) => ['+0', '+00', '+00:00'][Math.min(width, 3) - 1] ?? ''],
])

function digits(value: number, width: number): string {
  return String(value).padStart(width, '0')
}

/** From three letters on it is the word, or its first three. */
function named(word: string | undefined, width: number): string | undefined {
  if (width < 3) return undefined
  return width === 3 ? word?.slice(0, 3) : word
}

/** Without the zeros at its end; where nothing is left, without the point before it. */
function optionalFraction(instant: Date, width: number, point: string): string {
  const kept = fraction(instant, width).replace(/0+$/, '')
  return kept === '' ? '' : point + kept
}

function fraction(instant: Date, width: number): string {
  return String(instant.getUTCMilliseconds()).padStart(3, '0').padEnd(7, '0').slice(0, width)
}
