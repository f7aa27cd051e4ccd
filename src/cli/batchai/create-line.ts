// `batchai cluster create`: the line of `az batchai` with its options, and what its page says of them beside: `--nfs-name` is
// `--nfs`, and a set-up task needs no place for its output. What has no meaning here is refused by name.

import { clusterVersion } from '../cluster/cluster-document.ts'
import { fileServerMount, imageReference, keyText, scaleSettings } from '../cluster/cluster-options.ts'
import { batchWorkspaceId, clusterId, readCluster } from '../cluster/clusters.ts'
import { clusterColumns } from '../cluster/columns.ts'
import { ownName } from '../cluster/own-name.ts'
import { sizeNames } from '../compute/size-names.ts'
import type { ApiCommand } from '../frame/api-command.ts'
import { carryOut } from '../frame/change.ts'
import type { Invocation } from '../frame/invocation.ts'
import type { Session } from '../session/session.ts'
import { publicKeyFor } from '../ssh/public-key-for.ts'
import { workspaceOption } from './batchai-options.ts'
import { noStorage, refusedOptions, refusedStorage, refuseOptions } from './no-storage.ts'
import { propertiesIn } from './properties-in.ts'

const refused: Readonly<Record<string, string>> = {
  'use-auto-storage': noStorage,
  ...refusedStorage,
  'custom-image': 'all images are the node image of the installation',
}

export const createClusterLine: ApiCommand = {
  usage: 'create',
  summary: 'Create a cluster',
  isLong: true,
  options: [
    { flags: '-n, --name <name>', summary: 'name of the cluster', isRequired: true },
    workspaceOption,
    { flags: '-s, --vm-size <name>', summary: 'size of its nodes', completes: sizeNames },
    { flags: '-t, --target <number>', summary: 'how many nodes; with --min and --max, how many at first' },
    { flags: '--min <number>', summary: 'how many nodes at least' },
    { flags: '--max <number>', summary: 'how many nodes at most' },
    { flags: '--vm-priority <word>', summary: 'dedicated or lowpriority' },
    { flags: '-i, --image <name>', summary: 'UbuntuLTS or UbuntuDSVM' },
    { flags: '--setup-task <command>', summary: 'what each node runs as root when it comes up' },
    { flags: '--setup-task-output <path>', summary: 'where its output is written (default: /var/log/setup-task)' },
    { flags: '--nfs <name>', summary: 'file server to mount' },
    { flags: '--nfs-name <name>', summary: 'the same as --nfs' },
    { flags: '--nfs-mount-path <path>', summary: 'where, below $AZ_BATCHAI_MOUNT_ROOT', default: 'nfs' },
    { flags: '--subnet <id>', summary: 'whose instances and clusters reach port 22 of its nodes, and they theirs' },
    { flags: '-u, --user-name <name>', summary: 'who signs in to its nodes (default: your name, or azureuser)' },
    { flags: '-k, --ssh-key <key>', summary: 'public key of that user, as text or file' },
    { flags: '-p, --password <password>', summary: 'password of that user' },
    { flags: '--generate-ssh-keys', summary: 'use a key of carrel’s own when there is none in ~/.ssh' },
    { flags: '-f, --config-file <file>', summary: 'JSON with the properties of a cluster; options go before it' },
    ...refusedOptions(refused),
  ],
  examples: [
    'carrel batchai cluster create --name mycluster --workspace lab --vm-size Standard_D2s_v3 --target 1 --generate-ssh-keys',
    'carrel batchai cluster create -n mycluster --vm-size Standard_D2s_v3 --min 0 --max 4 --vm-priority lowpriority --nfs-name disks --setup-task "apt install unzip -y"',
  ],
  async run(invocation) {
    refuseOptions(invocation, refused)
    const session = await invocation.session()
    const name = invocation.option('name') ?? ''
    const body = { properties: await propertiesOf(invocation, session) }
    await carryOut(invocation, [
      {
        name,
        method: 'PUT',
        path: `${clusterId(invocation, session, name)}?${clusterVersion}`,
        body,
        doing: 'creating',
        done: `${name} is there.`,
        lookAgain: `carrel cluster show ${name}`,
      },
    ])
    if (!invocation.isOff('wait')) invocation.showOne(await readCluster(invocation, session, name), clusterColumns)
  },
}

interface Properties {
  readonly nodeSetup?: { readonly mountVolumes?: object; readonly setupTask?: object }
  readonly userAccountSettings?: object
}

/** What stands in the file, with what the options say in its place. */
async function propertiesOf(invocation: Invocation, session: Session) {
  const file = await propertiesIn<Properties>(invocation.option('config-file'))
  const scale = scaleSettings({
    target: invocation.option('target'),
    least: invocation.option('min'),
    most: invocation.option('max'),
  })
  const image = imageReference(invocation.option('image'))
  const [vmSize, vmPriority] = [invocation.option('vm-size'), invocation.option('vm-priority')]
  const subnet = invocation.option('subnet')
  return {
    ...file,
    ...(vmSize === undefined ? {} : { vmSize }),
    ...(vmPriority === undefined ? {} : { vmPriority }),
    ...(scale === undefined ? {} : { scaleSettings: scale }),
    ...(image === undefined ? {} : { virtualMachineConfiguration: { imageReference: image } }),
    ...(subnet === undefined ? {} : { subnet: { id: subnet } }),
    nodeSetup: { ...file.nodeSetup, ...setupOf(invocation, session, file) },
    userAccountSettings: await accountOf(invocation, file),
  }
}

function setupOf(invocation: Invocation, session: Session, file: Properties) {
  const commandLine = invocation.option('setup-task')
  const stdOutErrPathPrefix = invocation.option('setup-task-output') ?? '/var/log/setup-task'
  const server = invocation.option('nfs') ?? invocation.option('nfs-name')
  const workspace = batchWorkspaceId(invocation, session)
  return {
    ...(commandLine === undefined ? {} : { setupTask: { commandLine, stdOutErrPathPrefix } }),
    ...(server === undefined
      ? {}
      : {
          mountVolumes: {
            ...file.nodeSetup?.mountVolumes,
            fileServers: [fileServerMount(workspace, server, invocation.option('nfs-mount-path'))],
          },
        }),
  }
}

async function accountOf(invocation: Invocation, { userAccountSettings }: Properties) {
  const [name, key, password] = ['user-name', 'ssh-key', 'password'].map((each) => invocation.option(each))
  const asked = {
    ...userAccountSettings,
    ...(name === undefined ? {} : { adminUserName: name }),
    ...(key === undefined ? {} : { adminUserSshPublicKey: await keyText(key) }),
    ...(password === undefined ? {} : { adminUserPassword: password }),
  }
  const hasWay = 'adminUserSshPublicKey' in asked || 'adminUserPassword' in asked
  return {
    adminUserName: ownName(),
    ...asked,
    ...(hasWay && !invocation.isOn('generate-ssh-keys')
      ? {}
      : 'adminUserSshPublicKey' in asked
        ? {}
        : { adminUserSshPublicKey: await publicKeyFor(invocation) }),
  }
}
