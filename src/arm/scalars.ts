// How single values are read from bodies: templates write `"true"` for true, `"30"` for 30, and enums in any case.
// They are shown in the published form.

import { z } from 'zod'

/** `true`, `false`, or either as text. */
export const flag = z.union([z.boolean(), z.string()], 'must be true or false').transform((value, context) => {
  const word = String(value).toLowerCase()
  if (word === 'true' || word === 'false') return word === 'true'
  context.addIssue({ code: 'custom', message: 'must be true or false' })
  return z.NEVER
})

/** A whole number, or one as text. */
export function whole(least: number, most: number) {
  const words = `must be a whole number from ${least} to ${most}`
  return z.union([z.number(), z.string()], words).transform((value, context) => {
    const found = typeof value === 'number' || /^-?\d+$/.test(value) ? Number(value) : Number.NaN
    if (Number.isInteger(found) && found >= least && found <= most) return found
    context.addIssue({ code: 'custom', message: words })
    return z.NEVER
  })
}

/** Text, or a number as text. */
export const text = z.union([z.string(), z.number()], 'must be a text').transform(String)

/** One of these words in any case, shown as it is written here. */
export function oneOf<const T extends readonly string[]>(values: T) {
  const words = `must be one of ${values.join(', ')}`
  return z.string(words).transform((word, context): T[number] => {
    const found = values.find((value) => value.toLowerCase() === word.toLowerCase())
    if (found !== undefined) return found
    context.addIssue({ code: 'custom', message: words })
    return z.NEVER
  })
}
