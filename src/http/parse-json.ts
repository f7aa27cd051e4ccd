import { ArmError } from '../base/errors.ts'
import { isPlainObject } from '../base/json.ts'

const maxDepth = 64
const maxNodes = 200_000

/**
 * A body as JSON; undefined when there is none. Throws 400 for anything malformed, too deep or too large to be meant.
 * `read` for a body that need not be strict JSON.
 */
export function parseJson(bytes: Buffer | undefined, read: (text: string) => unknown = JSON.parse): unknown {
  if (bytes === undefined || bytes.length === 0) return undefined
  if (read === JSON.parse) checkMarks(bytes)
  try {
    const value = read(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    checkShape(value)
    return value
  } catch (cause) {
    if (cause instanceof ArmError) throw cause
    throw new ArmError(400, 'InvalidRequestContent', `The request content is not valid JSON: ${sentence(cause)}`, {
      cause,
    })
  }
}

/** Before memory and time are spent on it: what is nested too deeply, or has too many members, is told by its marks. */
function checkMarks(bytes: Buffer): void {
  let depth = 0
  let members = 0
  for (let at = 0; at < bytes.length; at++) {
    const mark = bytes[at]
    if (mark === quote) at = endOfString(bytes, at)
    else if (mark === openArray || mark === openObject) depth++
    else if (mark === closeArray || mark === closeObject) depth--
    else if (mark === comma) members++
    if (depth > maxDepth + 1 || members > maxNodes) throw tooLarge()
  }
}

const [quote, backslash, comma, openArray, closeArray, openObject, closeObject] = Buffer.from('"\\,[]{}')

function endOfString(bytes: Buffer, start: number): number {
  let at = start + 1
  while (at < bytes.length && bytes[at] !== quote) at += bytes[at] === backslash ? 2 : 1
  return at
}

function tooLarge(): ArmError {
  return new ArmError(400, 'InvalidRequestContent', 'The request content is nested too deeply or has too many members.')
}

/** Walks without recursion: a deeply nested body must not overflow whoever reads it next. */
function checkShape(root: unknown): void {
  const pending: { value: unknown; depth: number }[] = [{ value: root, depth: 0 }]
  let seen = 0
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (++seen > maxNodes || next.depth > maxDepth) throw tooLarge()
    const { value, depth } = next
    if (isPlainObject(value)) checkNames(value)
    if (typeof value === 'object' && value !== null)
      for (const inner of Object.values(value)) pending.push({ value: inner, depth: depth + 1 })
    else if (typeof value === 'string' && value.includes('\0'))
      throw new ArmError(400, 'InvalidRequestContent', 'The request content has a NUL character.')
  }
}

function checkNames(value: Record<string, unknown>): void {
  const bad = Object.keys(value).find((name) => name === '__proto__' || name.includes('\0'))
  if (bad !== undefined)
    throw new ArmError(
      400,
      'InvalidRequestContent',
      `The request content has a member that is not allowed: ${JSON.stringify(bad)}.`,
    )
}

function sentence(cause: unknown): string {
  return cause instanceof Error ? cause.message.slice(0, 200) : 'it could not be read.'
}
