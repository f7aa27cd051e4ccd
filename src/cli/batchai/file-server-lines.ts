// `batchai file-server create`, `show`, `list`, `delete`: what `file-server` does, by the lines of `az batchai`.

import { bad, keyText } from '../cluster/cluster-options.ts'
import { ownName } from '../cluster/own-name.ts'
import { sizeNames } from '../compute/size-names.ts'
import { wholeIn } from '../file-server/disk-options.ts'
import {
  deleteNamedFileServers,
  listFileServers,
  putFileServer,
  showNamedFileServer,
} from '../file-server/file-server-commands.ts'
import { fileServerNames } from '../file-server/file-servers.ts'
import type { ApiCommand, ApiOption } from '../frame/api-command.ts'
import type { Invocation } from '../frame/invocation.ts'
import { publicKeyFor } from '../ssh/public-key-for.ts'
import { workspaceOption } from './batchai-options.ts'
import { propertiesIn } from './properties-in.ts'

const named: readonly ApiOption[] = [
  { flags: '-n, --name <name>', summary: 'name of the file server', isRequired: true, completes: fileServerNames },
  workspaceOption,
]

export const createFileServerLine: ApiCommand = {
  usage: 'create',
  summary: 'Create a file server',
  isLong: true,
  options: [
    { flags: '-n, --name <name>', summary: 'name of the file server', isRequired: true },
    workspaceOption,
    { flags: '-s, --vm-size <name>', summary: 'size to show; nothing runs for it', completes: sizeNames },
    { flags: '--disk-count <number>', summary: 'how many disks to show; it has the room the host has' },
    { flags: '--disk-size <gigabytes>', summary: 'size of each' },
    { flags: '--caching-type <word>', summary: 'none, readonly or readwrite' },
    { flags: '--storage-sku <word>', summary: 'Standard_LRS or Premium_LRS' },
    { flags: '-u, --user-name <name>', summary: 'its administrator (default: your name, or azureuser)' },
    { flags: '-k, --ssh-key <key>', summary: 'public key of that user, as text or file' },
    { flags: '-p, --password <password>', summary: 'password of that user' },
    { flags: '--generate-ssh-keys', summary: 'use a key of carrel’s own when there is none in ~/.ssh' },
    { flags: '--subnet <id>', summary: 'refused: see the message' },
    { flags: '-f, --config-file <file>', summary: 'JSON with its properties; options go before it' },
  ],
  examples: [
    'carrel batchai file-server create --name disks --workspace lab --vm-size Standard_D1_v2 --disk-count 1 --disk-size 10 --storage-sku Standard_LRS --generate-ssh-keys',
  ],
  async run(invocation) {
    if (invocation.option('subnet') !== undefined)
      throw bad('--subnet cannot be honoured: a file server is no machine of its own.', 'leave out --subnet')
    await putFileServer(invocation, invocation.option('name') ?? '', await propertiesOf(invocation))
  },
}

export const showFileServerLine: ApiCommand = {
  usage: 'show',
  summary: 'Show one file server',
  options: named,
  examples: ['carrel batchai file-server show --name disks --workspace lab'],
  run: (invocation) => showNamedFileServer(invocation, invocation.option('name') ?? ''),
}

export const listFileServerLine: ApiCommand = {
  ...listFileServers,
  options: [workspaceOption],
  examples: ['carrel batchai file-server list --workspace lab --resource-group research'],
}

export const deleteFileServerLine: ApiCommand = {
  usage: 'delete',
  summary: 'Delete a file server, with everything on it',
  isLong: true,
  asks: true,
  options: named,
  examples: ['carrel batchai file-server delete --name disks --workspace lab --yes'],
  run: (invocation) => deleteNamedFileServers(invocation, [invocation.option('name') ?? '']),
}

interface Properties {
  readonly dataDisks?: object
  readonly sshConfiguration?: { readonly userAccountSettings?: object }
}

/** What stands in the file, with what the options say in its place; what lacks is the API's to say. */
async function propertiesOf(invocation: Invocation) {
  const file = await propertiesIn<Properties>(invocation.option('config-file'))
  const given = (name: string, option: string) => {
    const value = invocation.option(option)
    return value === undefined ? {} : { [name]: value }
  }
  const counted = (name: string, option: string, most: number) => {
    const value = invocation.option(option)
    return value === undefined ? {} : { [name]: wholeIn(value, { name: `--${option}`, most }) }
  }
  return {
    ...file,
    ...given('vmSize', 'vm-size'),
    dataDisks: {
      ...file.dataDisks,
      ...counted('diskCount', 'disk-count', 64),
      ...counted('diskSizeInGB', 'disk-size', 32_767),
      ...given('cachingType', 'caching-type'),
      ...given('storageAccountType', 'storage-sku'),
    },
    sshConfiguration: {
      ...file.sshConfiguration,
      userAccountSettings: await accountOf(invocation, file.sshConfiguration?.userAccountSettings),
    },
  }
}

async function accountOf(invocation: Invocation, before: object | undefined) {
  const [name, key, password] = ['user-name', 'ssh-key', 'password'].map((each) => invocation.option(each))
  const asked = {
    adminUserName: ownName(),
    ...before,
    ...(name === undefined ? {} : { adminUserName: name }),
    ...(key === undefined ? {} : { adminUserSshPublicKey: await keyText(key) }),
    ...(password === undefined ? {} : { adminUserPassword: password }),
  }
  const hasKey = 'adminUserSshPublicKey' in asked
  const isAsked = invocation.isOn('generate-ssh-keys') || !('adminUserPassword' in asked)
  return hasKey || !isAsked ? asked : { ...asked, adminUserSshPublicKey: await publicKeyFor(invocation) }
}
