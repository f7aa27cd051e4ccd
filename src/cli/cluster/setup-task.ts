// `cluster setup-log` and `cluster files`: what the set-up task of a cluster printed, on a node and in its files.

import type { ApiCommand } from '../frame/api-command.ts'
import { CliFailure } from '../frame/cli-failure.ts'
import { exitCodes } from '../frame/exit-codes.ts'
import type { Invocation } from '../frame/invocation.ts'
import { followOption, type LogPart, printLog } from '../frame/print-log.ts'
import { fileColumns } from '../job/columns.ts'
import type { JobFile } from '../job/job-document.ts'
import type { Session } from '../session/session.ts'
import { clusterVersion } from './cluster-document.ts'
import { clusterId, clusterNames, readCluster } from './clusters.ts'

export const clusterSetupLog: ApiCommand = {
  usage: 'setup-log <name>',
  summary: 'Show what the set-up task of a cluster printed on one of its nodes',
  completes: { name: clusterNames },
  options: [
    { flags: '--node <id>', summary: 'which node (default: one that is unusable, else one that is being prepared)' },
    followOption,
  ],
  examples: [
    'carrel cluster setup-log train',
    'carrel cluster setup-log train --node tvm-0123456789-0a1b2c3d --follow',
  ],
  async run(invocation) {
    const session = await invocation.session()
    const { name } = await readCluster(invocation, session, invocation.argument('name'))
    const id = clusterId(invocation, session, name)
    const nodeId = await nodeToRead(invocation, session, { id, name })
    await printLog(invocation, (offset) =>
      session.call<LogPart>('POST', `${id}/setupTaskLog?${clusterVersion}`, { nodeId, offset }),
    )
  },
}

export const clusterFiles: ApiCommand = {
  usage: 'files <name>',
  summary: 'List the files in which the set-up task of a cluster left what it printed',
  completes: { name: clusterNames },
  options: [{ flags: '--path <path>', summary: 'a folder in theirs', default: '.' }],
  examples: ['carrel cluster files train', "carrel cluster files train -o tsv --query '[].downloadUrl'"],
  run: (invocation) => listSetupFiles(invocation, invocation.argument('name'), { path: invocation.option('path') }),
}

export async function listSetupFiles(
  invocation: Invocation,
  name: string,
  { path = '.', minutes }: { readonly path?: string | undefined; readonly minutes?: number | undefined },
): Promise<void> {
  const session = await invocation.session()
  await readCluster(invocation, session, name)
  const query = new URLSearchParams({ directory: path })
  if (minutes !== undefined) query.set('linkexpiryinminutes', String(minutes))
  const address = `${clusterId(invocation, session, name)}/listSetupTaskFiles?${clusterVersion}&${query.toString()}`
  invocation.showList(await session.list<JobFile>(address, 'POST'), {
    columns: fileColumns,
    empty: `No files yet. See its nodes come up: carrel cluster show ${name}`,
  })
}

interface PoolNode {
  readonly nodeId: string
  readonly state: string
}

/** The one that most wants looking at, unless one is named. */
async function nodeToRead(
  invocation: Invocation,
  session: Session,
  { id, name }: { readonly id: string; readonly name: string },
): Promise<string> {
  const asked = invocation.option('node')
  if (asked !== undefined) return asked
  const { value } = await session.call<{ value: PoolNode[] }>('GET', `${id}/nodes?${clusterVersion}`)
  const [first] = value
  if (first === undefined)
    throw new CliFailure(
      `${name} has no node now.`,
      `give it one with "carrel cluster resize ${name} --nodes 1", or see "carrel cluster files ${name}"`,
      exitCodes.conflict,
    )
  const { nodeId } =
    ['unusable', 'preparing'].flatMap((state) => value.filter((node) => node.state === state))[0] ?? first
  if (value.length > 1) invocation.say(`${nodeId}; --node names another: ${value.length - 1} more.`)
  return nodeId
}
