// `job list`, `show`, `stream`, `files`, `cancel`, `delete`.

import { clusterVersion } from '../cluster/cluster-document.ts'
import type { ApiCommand } from '../frame/api-command.ts'
import { carryOut } from '../frame/change.ts'
import { CliFailure } from '../frame/cli-failure.ts'
import { exitCodes } from '../frame/exit-codes.ts'
import type { Invocation } from '../frame/invocation.ts'
import { fileColumns, jobColumns, jobDetails } from './columns.ts'
import { type AskedFiles, experimentOption, jobId, jobNames, listedJobs, outputFiles, readJob } from './jobs.ts'
import { streamFile } from './stream-file.ts'

const directoryOption = {
  flags: '--directory-id <id>',
  summary: 'which of its output directories',
  default: 'stdouterr',
}

export const listJobs: ApiCommand = {
  usage: 'list',
  summary: 'List the jobs of an experiment',
  options: [experimentOption],
  examples: ['carrel job list', 'carrel job list --experiment trial -o json'],
  run: listNamedJobs,
}

export async function listNamedJobs(invocation: Invocation): Promise<void> {
  invocation.showList(await listedJobs(invocation, await invocation.session()), {
    columns: jobColumns,
    empty: 'No jobs. Submit one: carrel job submit NAME --cluster CLUSTER -- COMMAND',
  })
}

export const showJob: ApiCommand = {
  usage: 'show <name>',
  summary: 'Show one job: its state, how it ended, why',
  options: [experimentOption],
  completes: { name: jobNames },
  examples: ['carrel job show train'],
  run: (invocation) => showNamedJob(invocation, invocation.argument('name')),
}

export async function showNamedJob(invocation: Invocation, name: string): Promise<void> {
  const job = await readJob(invocation, await invocation.session(), name)
  invocation.showOne(job, [...jobColumns, ...jobDetails])
}

export const streamJob: ApiCommand = {
  usage: 'stream <name>',
  summary: 'Print what a job writes until it is over; fails when the job does',
  options: [
    experimentOption,
    { flags: '--file <name>', summary: 'the file to print', default: 'stdout.txt' },
    directoryOption,
  ],
  completes: { name: jobNames },
  examples: ['carrel job stream train', 'carrel job stream train --file stderr.txt'],
  async run(invocation) {
    const name = invocation.argument('name')
    const { properties } = await streamFile(invocation, {
      job: name,
      file: invocation.option('file') ?? 'stdout.txt',
      directoryId: invocation.option('directory-id') ?? 'stdouterr',
      path: '.',
    })
    if (properties.executionState === 'succeeded') return
    const [error] = properties.executionInfo?.errors ?? []
    throw new CliFailure(
      `The job '${name}' failed. ${error?.message ?? ''}`.trim(),
      `see "carrel job stream ${name} --file stderr.txt"`,
      exitCodes.failed,
    )
  },
}

export const jobFiles: ApiCommand = {
  usage: 'files <name>',
  summary: 'List the output files of a job',
  options: [experimentOption, directoryOption, { flags: '--path <path>', summary: 'a folder in it', default: '.' }],
  completes: { name: jobNames },
  examples: ['carrel job files train', 'carrel job files train --directory-id MODEL -o json'],
  run: (invocation) =>
    listNamedFiles(invocation, invocation.argument('name'), {
      directoryId: invocation.option('directory-id') ?? 'stdouterr',
      path: invocation.option('path') ?? '.',
    }),
}

export async function listNamedFiles(invocation: Invocation, name: string, asked: AskedFiles): Promise<void> {
  const session = await invocation.session()
  invocation.showList(await outputFiles(session, jobId(invocation, session, name), asked), {
    columns: fileColumns,
    empty: 'No files yet.',
  })
}

export const cancelJob: ApiCommand = {
  usage: 'cancel <name...>',
  summary: 'End jobs that run or wait; they stay to be looked at',
  isLong: true,
  options: [experimentOption],
  completes: { name: jobNames },
  examples: ['carrel job cancel train', 'carrel job cancel one two --no-wait'],
  run: (invocation) => changeJobs(invocation, 'cancel', invocation.arguments('name')),
}

export const deleteJobs: ApiCommand = {
  usage: 'delete <name...>',
  summary: 'Delete jobs; what they wrote on file servers stays',
  isLong: true,
  asks: true,
  options: [experimentOption],
  completes: { name: jobNames },
  examples: ['carrel job delete train --yes'],
  async run(invocation) {
    const names = invocation.arguments('name')
    await invocation.confirm(`Delete ${names.join(', ')}? What runs is ended.`)
    await changeJobs(invocation, 'delete', names)
  },
}

/** All at once. */
export async function changeJobs(
  invocation: Invocation,
  verb: 'cancel' | 'delete',
  names: readonly string[],
): Promise<void> {
  const session = await invocation.session()
  const isEnd = verb === 'cancel'
  await carryOut(
    invocation,
    names.map((name) => ({
      name,
      method: isEnd ? ('POST' as const) : ('DELETE' as const),
      path: `${jobId(invocation, session, name)}${isEnd ? '/terminate' : ''}?${clusterVersion}`,
      doing: isEnd ? 'ending' : 'deleting',
      done: isEnd ? `${name} is over.` : `${name} is deleted.`,
      lookAgain: isEnd ? `carrel job show ${name}` : 'carrel job list',
    })),
  )
}
