import type { ApiOption } from '../frame/api-command.ts'
import { CliFailure } from '../frame/cli-failure.ts'
import { exitCodes } from '../frame/exit-codes.ts'
import type { Invocation } from '../frame/invocation.ts'

export const tagsOption: ApiOption = { flags: '--tags <tag...>', summary: 'tags, each as name=value' }

/** Nothing where none was given. */
export function tagsFrom(invocation: Invocation): { tags?: Record<string, string> } {
  const given = invocation.options('tags')
  if (given.length === 0) return {}
  const pairs = given.map((text) => {
    const equals = text.indexOf('=')
    if (equals < 1) throw new CliFailure(`'${text}' is no tag.`, 'write name=value', exitCodes.badUsage)
    return [text.slice(0, equals), text.slice(equals + 1)] as const
  })
  return { tags: Object.fromEntries(pairs) }
}
