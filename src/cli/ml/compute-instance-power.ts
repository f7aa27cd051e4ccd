import { carryOutPower, type PowerVerb } from '../compute/carry-out-power.ts'
import type { ApiCommand } from '../frame/api-command.ts'
import { targetOptions } from './compute-target-options.ts'

/** `stop computeinstance -n NAME`, and `computeinstance stop -n NAME`, which is how later versions say it. */
export function computeInstancePower(verb: PowerVerb, order: 'verb first' | 'verb last'): ApiCommand {
  const isFirst = order === 'verb first'
  const line = isFirst ? `${verb} computeinstance` : `computeinstance ${verb}`
  return {
    usage: isFirst ? 'computeinstance' : verb,
    summary: `${verb.charAt(0).toUpperCase()}${verb.slice(1)} an instance and wait until it is done`,
    isLong: true,
    options: targetOptions,
    examples: [`carrel ml computetarget ${line} -n instance -v`],
    run: (invocation) => carryOutPower(invocation, verb, [invocation.option('name') ?? '']),
  }
}
