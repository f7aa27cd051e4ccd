import { carryOutDelete } from '../compute/carry-out-power.ts'
import type { ApiCommand } from '../frame/api-command.ts'
import { CliFailure } from '../frame/cli-failure.ts'
import { exitCodes } from '../frame/exit-codes.ts'
import { targetOptions } from './compute-target-options.ts'

/** It does not ask, since scripts written for this line cannot answer. */
export const deleteComputeTarget: ApiCommand = {
  usage: 'delete [kind]',
  summary: 'Delete an instance with everything on its disk, without asking',
  isLong: true,
  options: targetOptions,
  completes: { kind: async () => ['computeinstance'] },
  examples: [
    'carrel ml computetarget delete -n instance -v',
    'carrel ml computetarget delete computeinstance -n instance --no-wait',
  ],
  async run(invocation) {
    const kind = invocation.argument('kind')
    if (kind !== '' && kind !== 'computeinstance')
      throw new CliFailure(`'${kind}' is no kind of compute target here.`, 'leave it out', exitCodes.badUsage)
    await carryOutDelete(invocation, [invocation.option('name') ?? ''])
  },
}
