import type { z } from 'zod'
import { ArmError, type ErrorDetail } from '../base/errors.ts'

/** Reads a body by its schema; throws 400 naming every fault and where it is. */
export function readBody<T>(schema: z.ZodType<T>, body: unknown, root = ''): T {
  const result = schema.safeParse(body)
  if (result.success) return result.data
  const details: ErrorDetail[] = result.error.issues.slice(0, 20).map((issue) => {
    const target = [root, ...issue.path.map(String)].filter((part) => part !== '').join('.')
    return {
      code: 'InvalidRequestContent',
      target,
      message: `${target === '' ? 'The body' : target}: ${issue.message}.`,
    }
  })
  const [first] = details
  throw new ArmError(400, 'InvalidRequestContent', first?.message ?? 'The request body is not valid.', {
    ...(first?.target ? { target: first.target } : {}),
    details,
  })
}
