import type { ApiOption } from '../frame/api-command.ts'
import { CliFailure } from '../frame/cli-failure.ts'
import { exitCodes } from '../frame/exit-codes.ts'
import type { Invocation } from '../frame/invocation.ts'

export const tagsOption: ApiOption = { flags: '--tags <tag...>', summary: 'tags, each as name=value' }

/** Nothing where none was given. `names`: the options that may say some. */
export function tagsFrom(
  invocation: Invocation,
  names: readonly string[] = ['tags'],
): { tags?: Record<string, string> } {
  const given = names.flatMap((name) => invocation.options(name))
  if (given.length === 0) return {}
  const pairs = given.map((text) => {
    const equals = text.indexOf('=')
    if (equals < 1) throw new CliFailure(`'${text}' is no tag.`, 'write name=value', exitCodes.badUsage)
    return [text.slice(0, equals), text.slice(equals + 1)] as const
  })
  return { tags: Object.fromEntries(pairs) }
}
