import type { z } from 'zod'
import { ArmError, type ErrorDetail } from '../base/errors.ts'

/** Reads a body by its schema; throws 400 naming every fault and where it is. */
export function readBody<T>(schema: z.ZodType<T>, body: unknown, root = ''): T {
  const result = schema.safeParse(body, { reportInput: true })
  if (result.success) return result.data
  const details: ErrorDetail[] = result.error.issues.slice(0, 20).map((issue) => {
    const target = [root, ...issue.path.map(String)].filter((part) => part !== '').join('.')
    return {
      code: 'InvalidRequestContent',
      target,
      message: `${target === '' ? 'The body' : target}: ${wordsFor(issue)}.`,
    }
  })
  const [first] = details
  throw new ArmError(400, 'InvalidRequestContent', first?.message ?? 'The request body is not valid.', {
    ...(first?.target ? { target: first.target } : {}),
    details,
  })
}

const typeWords: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
}

/** What a schema says of a value that is missing is its word for every other fault too that has none of its own. */
function wordsFor(issue: z.core.$ZodIssue): string {
  if (issue.message !== 'is required') return issue.message
  if (issue.code === 'invalid_type' && issue.input !== undefined && issue.input !== null)
    return `must be ${typeWords[issue.expected] ?? issue.expected}`
  if (issue.code !== 'too_big') return issue.message
  return issue.origin === 'string'
    ? `is longer than ${issue.maximum} characters`
    : `has more than ${issue.maximum} elements`
}
