// Composite formatting as .NET does it: `{0}`, `{0,8}` for width, `{0:D3}` for form, `{{` and `}}` for braces.

import type { Json } from '../../base/json.ts'
import type { Arguments } from '../arguments.ts'
import { any, define, type NamedFunction, type Scope } from '../scope.ts'
import { refuseSize } from '../work.ts'
import { asText } from './as-text.ts'

export const formatFunctions: readonly NamedFunction[] = [define('format', [1, any], format)]

const piece = /\{\{|\}\}|\{(?<index>\d{1,4})(?:,\s*(?<width>-?\d{1,5}))?\s*(?::(?<form>[^{}]*))?\}|[{}]/g

function format(args: Arguments, { work }: Scope): string {
  let size = 0
  return args.text(0).replace(piece, (matched: string, ...rest: unknown[]) => {
    if (matched === '{{' || matched === '}}') return matched.charAt(0)
    const { index, width, form } = rest.at(-1) as { index?: string; width?: string; form?: string }
    if (index === undefined)
      throw args.fault(`has a format with a lone '${matched}'; a brace by itself is written twice`)
    const at = Number(index) + 1
    if (at >= args.count) throw args.fault(`has a format that names {${index}}, and there are ${args.count - 1} values`)
    // Numbers in a form are slow to write.
    if (form !== undefined) work.spend(100)
    const text = padded(formatted(args, args.value(at), form ?? ''), Number(width ?? 0))
    size += text.length
    refuseSize(size)
    return text
  })
}

function padded(text: string, width: number): string {
  return width < 0 ? text.padEnd(-width) : text.padStart(width)
}

function formatted(args: Arguments, value: Json, form: string): string {
  if (form === '' || typeof value !== 'number') return asText(value)
  const standard = /^(?<letter>[A-Za-z])(?<digits>\d{0,2})$/.exec(form)?.groups
  if (standard === undefined) return customNumber(args, value, form)
  const digits = standard['digits'] === '' ? undefined : Number(standard['digits'])
  const written = standardForms.get((standard['letter'] ?? '').toLowerCase())?.(value, digits)
  if (written === undefined) {
    throw args.fault(`writes numbers in the forms D, F, G, N, P, X and those of 0 and #, not '${form}'`)
  }
  return standard['letter'] === 'x' ? written.toLowerCase() : written
}

type Form = (value: number, digits: number | undefined) => string

const standardForms = new Map<string, Form>([
  ['d', (value, digits = 0) => signed(value, Math.trunc(Math.abs(value)).toFixed(0).padStart(digits, '0'))],
  ['f', (value, digits = 2) => value.toFixed(digits)],
  ['g', (value) => String(value)],
  ['n', (value, digits = 2) => grouped(value, digits)],
  ['p', (value, digits = 2) => `${grouped(value * 100, digits)} %`],
  ['x', (value, digits = 0) => hexadecimal(value).padStart(digits, '0')],
])

function signed(value: number, text: string): string {
  return value < 0 ? `-${text}` : text
}

function grouped(value: number, digits: number): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })
}

/** Negative integers as 64 bits. */
function hexadecimal(value: number): string {
  return BigInt.asUintN(64, BigInt(Math.trunc(value)))
    .toString(16)
    .toUpperCase()
}

/** `000`, `0.00`, `#,##0`: the least digits before and after the point, and whether thousands are set apart. */
function customNumber(args: Arguments, value: number, form: string): string {
  const parts = /^(?<whole>[#0,]+)(?:\.(?<fraction>[#0]*))?$/.exec(form)?.groups
  if (parts === undefined) throw args.fault(`cannot write a number in the form '${form}'`)
  const { whole = '', fraction = '' } = parts as { whole?: string; fraction?: string }
  return value.toLocaleString('en-US', {
    minimumIntegerDigits: Math.min(21, Math.max(1, whole.replaceAll(/[^0]/g, '').length)),
    minimumFractionDigits: Math.min(100, fraction.replaceAll('#', '').length),
    maximumFractionDigits: Math.min(100, fraction.length),
    useGrouping: whole.includes(','),
  })
}
