import { z } from 'zod'

/** Clients write enums in any case; it is kept and shown in one. */
export function anyCase<const T extends readonly [string, ...string[]]>(values: T) {
  const words = `must be one of ${values.join(', ')}`
  return z.string(words).transform((text, context): T[number] => {
    const found = values.find((value) => value.toLowerCase() === text.toLowerCase())
    if (found !== undefined) return found
    context.addIssue({ code: 'custom', message: words })
    return z.NEVER
  })
}
