// `file-server create`, `list`, `show`, `delete`: folders that the nodes of clusters and jobs have in common.

import { batchWorkspaceName, ensureBatchWorkspace } from '../cluster/clusters.ts'
import { ownName } from '../cluster/own-name.ts'
import { sizeNames } from '../compute/size-names.ts'
import type { ApiCommand } from '../frame/api-command.ts'
import { carryOut } from '../frame/change.ts'
import type { Invocation } from '../frame/invocation.ts'
import { wholeIn } from './disk-options.ts'
import {
  fileServerColumns,
  fileServerNames,
  fileServerPath,
  listedFileServers,
  readFileServer,
} from './file-servers.ts'

export const createFileServer: ApiCommand = {
  usage: 'create <name>',
  summary: 'Create a file server for clusters and jobs to mount',
  isLong: true,
  options: [
    {
      flags: '--size <name>',
      summary: 'size to show; nothing runs for it',
      default: 'STANDARD_D1_V2',
      completes: sizeNames,
    },
    {
      flags: '--disk-size <gigabytes>',
      summary: 'size of its disk to show; it has the room the host has',
      default: '100',
    },
  ],
  examples: ['carrel file-server create disks', 'carrel cluster create train --nodes 2 --file-server disks'],
  async run(invocation) {
    const session = await invocation.session()
    const diskSizeInGB = wholeIn(invocation.option('disk-size') ?? '', { name: '--disk-size', most: 32_767 })
    await ensureBatchWorkspace(invocation, session)
    await putFileServer(invocation, invocation.argument('name'), {
      vmSize: invocation.option('size'),
      sshConfiguration: { userAccountSettings: { adminUserName: ownName() } },
      dataDisks: { diskSizeInGB, diskCount: 1, storageAccountType: 'Standard_LRS' },
    })
  },
}

export const listFileServers: ApiCommand = {
  usage: 'list',
  summary: 'List the file servers of the workspace',
  examples: ['carrel file-server list', 'carrel file-server list -w vision -o json'],
  async run(invocation) {
    const session = await invocation.session()
    invocation.showList(await listedFileServers(invocation, session), {
      columns: fileServerColumns,
      empty: `No file servers in workspace ${batchWorkspaceName(invocation, session)}. Create one: carrel file-server create NAME`,
    })
  },
}

export const showFileServer: ApiCommand = {
  usage: 'show <name>',
  summary: 'Show one file server',
  completes: { name: fileServerNames },
  examples: ['carrel file-server show disks', 'carrel file-server show disks --query properties.dataDisks -o yaml'],
  run: (invocation) => showNamedFileServer(invocation, invocation.argument('name')),
}

export const deleteFileServers: ApiCommand = {
  usage: 'delete <name...>',
  summary: 'Delete file servers, with everything on them',
  isLong: true,
  asks: true,
  completes: { name: fileServerNames },
  examples: ['carrel file-server delete disks', 'carrel file-server delete disks other --yes --no-wait'],
  run: (invocation) => deleteNamedFileServers(invocation, [...new Set(invocation.arguments('name'))]),
}

export async function putFileServer(invocation: Invocation, name: string, properties: object): Promise<void> {
  const session = await invocation.session()
  await carryOut(invocation, [
    {
      ...{ name, method: 'PUT', path: fileServerPath(invocation, session, name), body: { properties } },
      ...{ doing: 'creating', done: `${name} is there.`, lookAgain: `carrel file-server show ${name}` },
    },
  ])
  if (!invocation.isOff('wait')) await showNamedFileServer(invocation, name)
}

export async function showNamedFileServer(invocation: Invocation, name: string): Promise<void> {
  const session = await invocation.session()
  invocation.showOne(await readFileServer(invocation, session, name), [
    ...fileServerColumns,
    { title: 'MOUNT POINT', cell: ({ properties }) => properties.mountSettings.mountPoint },
  ])
}

export async function deleteNamedFileServers(invocation: Invocation, names: readonly string[]): Promise<void> {
  await invocation.confirm(
    `Delete ${names.join(', ')} with all that is on ${names.length > 1 ? 'them' : 'it'}, for good?`,
  )
  const session = await invocation.session()
  await carryOut(
    invocation,
    names.map((name) => ({
      ...{ name, method: 'DELETE' as const, path: fileServerPath(invocation, session, name) },
      ...{ doing: 'deleting', done: `${name} is deleted.`, lookAgain: 'carrel file-server list' },
    })),
  )
}
