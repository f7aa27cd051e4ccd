// Strings. Comparisons of beginnings and ends are without regard to case; replacing and splitting are not.

import type { Json } from '../../base/json.ts'
import type { Arguments } from '../arguments.ts'
import { isList } from '../json-values.ts'
import { any, define, type NamedFunction } from '../scope.ts'
import { refuseSize } from '../work.ts'
import { asText } from './as-text.ts'
import { lowered, raised } from './letter-case.ts'

export const textFunctions: readonly NamedFunction[] = [
  define('concat', [1, any], concat),
  define('string', [1, 1], (args) => asText(args.value(0))),
  define('toLower', [1, 1], (args) => lowered(args.text(0))),
  define('toUpper', [1, 1], (args) => raised(args.text(0))),
  define('trim', [1, 1], (args) => args.text(0).trim()),
  define('startsWith', [2, 2], (args) => lowered(args.text(0)).startsWith(lowered(args.text(1)))),
  define('endsWith', [2, 2], (args) => lowered(args.text(0)).endsWith(lowered(args.text(1)))),
  define('substring', [2, 3], substring),
  define('replace', [3, 3], replace),
  define('split', [2, 2], split),
  define('join', [2, 2], (args) => joinTexts(args.list(0).map(asText), args.text(1))),
  define('padLeft', [2, 3], padLeft),
]

function concat(args: Arguments): Json {
  const values = args.all()
  if (values.every(isList)) {
    refuseSize(values.reduce((size, each) => size + each.length, 0))
    return values.flat() as readonly Json[]
  }
  if (values.some((each) => each !== null && typeof each === 'object')) {
    throw args.fault('joins strings, numbers and booleans, or arrays alone')
  }
  return joinTexts(values.map(asText), '')
}

function joinTexts(texts: readonly string[], between: string): string {
  refuseSize(texts.reduce((size, each) => size + each.length + between.length, 0))
  return texts.join(between)
}

function substring(args: Arguments): string {
  const text = args.text(0)
  const start = args.integer(1)
  const length = args.count === 3 ? args.integer(2) : text.length - start
  if (start < 0 || length < 0 || start + length > text.length) {
    throw args.fault(`is asked for ${length} characters from ${start} of a string of ${text.length}`)
  }
  return text.slice(start, start + length)
}

function replace(args: Arguments): string {
  const [text, search, replacement] = [args.text(0), args.text(1), args.text(2)]
  if (search === '') throw args.fault('cannot replace the empty string')
  args.paySearch(text, search.length)
  return joinTexts(text.split(search), replacement)
}

/** At any of the delimiters; the earliest in the text cuts first. */
function split(args: Arguments): Json {
  const given = args.value(1)
  const delimiters = (isList(given) ? given : [given]).filter((each) => typeof each === 'string')
  if (delimiters.length === 0) throw args.wrongKind(1, 'a string or an array of strings')
  args.paySearch(args.text(0), delimiters.join('').length)
  const [only] = delimiters
  if (delimiters.length === 1 && only !== undefined) return only === '' ? [args.text(0)] : args.text(0).split(only)
  const pattern = delimiters
    .filter((each) => each !== '')
    .map((each) => each.replaceAll(/[.*+?^${}()|[\]\\/-]/g, '\\$&'))
    .join('|')
  return pattern === '' ? [args.text(0)] : args.text(0).split(new RegExp(pattern))
}

function padLeft(args: Arguments): string {
  const value = args.value(0)
  if (typeof value !== 'string' && typeof value !== 'number') throw args.wrongKind(0, 'a string or an integer')
  const [width, fill] = [args.integer(1), args.textOr(2, ' ')]
  if (fill.length !== 1) throw args.fault('pads with one character')
  refuseSize(width)
  return asText(value).padStart(width, fill)
}
