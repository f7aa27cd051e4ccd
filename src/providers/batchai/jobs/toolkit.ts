// By what a job is started: exactly one of the toolkits that are offered, each a command line in the end.

import { ArmError } from '../../../base/errors.ts'
import type { BatchJob, HorovodSettings } from './batch-job.ts'
import type { JobBody } from './job-wire.ts'
import { pythonLine } from './mpi-command.ts'

const offered = ['customToolkitSettings', 'customMpiSettings', 'horovodSettings'] as const

/** Throws ArmError 400 for none and for several. The process count is the nodes' unless one is given, as published. */
export function toolkitOf(asked: JobBody): Pick<BatchJob, 'commandLine' | 'mpi'> {
  requireOne(asked)
  const { nodeCount, customToolkitSettings: custom, customMpiSettings: mpi, horovodSettings: horovod } = asked
  const processCount = mpi?.processCount ?? horovod?.processCount ?? nodeCount
  if (custom) return { commandLine: custom.commandLine }
  if (mpi) return { commandLine: mpi.commandLine, mpi: { processCount } }
  const { pythonScriptFilePath: script, pythonInterpreterPath: interpreter, commandLineArgs: more } = horovod ?? {}
  const settings: HorovodSettings = {
    pythonScriptFilePath: script ?? '',
    ...(interpreter ? { pythonInterpreterPath: interpreter } : {}),
    ...(more ? { commandLineArgs: more } : {}),
  }
  return { commandLine: pythonLine(settings), mpi: { processCount, horovod: settings } }
}

/** As it was sent, with the number of processes it has. */
export function toolkitDocument({ commandLine, mpi }: Pick<BatchJob, 'commandLine' | 'mpi'>) {
  if (mpi === undefined) return { toolType: 'custom', customToolkitSettings: { commandLine } }
  const { processCount, horovod } = mpi
  if (horovod === undefined) return { toolType: 'custommpi', customMpiSettings: { commandLine, processCount } }
  return { toolType: 'horovod', horovodSettings: { ...horovod, processCount } }
}

function requireOne(asked: JobBody): void {
  const given = offered.filter((name) => asked[name])
  if (given.length === 1) return
  const said = given.length === 0 ? 'has none of them' : `has ${given.join(' and ')}`
  throw new ArmError(
    400,
    'InvalidRequestContent',
    `A job is started by exactly one toolkit: ${offered.join(', ')}. This one ${said}.`,
    { target: `properties.${given[1] ?? offered[0]}` },
  )
}
