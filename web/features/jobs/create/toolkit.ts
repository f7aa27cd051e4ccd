// Which of the toolkits starts a job, and the same job started by another. Pure.

import type { JobPart, JobProperties } from './job-properties.ts'

export type Toolkit = 'customToolkitSettings' | 'customMpiSettings' | 'horovodSettings'

/** In words; one that is started once is not worth any. */
export const startedBy: Readonly<Partial<Record<Toolkit, string>>> = {
  customMpiSettings: 'By MPI, on all of them',
  horovodSettings: 'By Horovod, on all of them: a Python script',
}

export function toolkitOf({
  horovodSettings,
  customMpiSettings,
}: Readonly<Partial<Record<Toolkit, unknown>>>): Toolkit {
  // The server says null of those that are not meant.
  if (horovodSettings !== undefined && horovodSettings !== null) return 'horovodSettings'
  return customMpiSettings === undefined || customMpiSettings === null ? 'customToolkitSettings' : 'customMpiSettings'
}

/** What was written of its command and its processes goes along as far as the other has it. */
export function withToolkit(properties: JobProperties, next: Toolkit): JobPart {
  const { customToolkitSettings: once, customMpiSettings: mpi, horovodSettings: horovod } = properties
  const none: JobPart = { customToolkitSettings: undefined, customMpiSettings: undefined, horovodSettings: undefined }
  const commandLine = (mpi ?? once)?.commandLine ?? ''
  const count = mpi?.processCount ?? horovod?.processCount
  const processCount = count === undefined ? {} : { processCount: count }
  if (next === 'customToolkitSettings') return { ...none, customToolkitSettings: { commandLine } }
  if (next === 'customMpiSettings') return { ...none, customMpiSettings: { commandLine, ...processCount } }
  return { ...none, horovodSettings: horovod ?? { pythonScriptFilePath: '', ...processCount } }
}
