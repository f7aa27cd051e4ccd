// `cluster create`: nodes of one size, as many as are asked for or as its queue needs.

import { sizeNames } from '../compute/size-names.ts'
import type { ApiCommand } from '../frame/api-command.ts'
import { carryOut } from '../frame/change.ts'
import type { Invocation } from '../frame/invocation.ts'
import type { Session } from '../session/session.ts'
import { publicKeyFor } from '../ssh/public-key-for.ts'
import { clusterVersion } from './cluster-document.ts'
import { bad, fileServerMount, imageNames, imageReference, scaleSettings } from './cluster-options.ts'
import { batchWorkspaceId, clusterId, ensureBatchWorkspace } from './clusters.ts'
import { ownName } from './own-name.ts'

const defaultSize = 'STANDARD_D2S_V3'

export const createCluster: ApiCommand = {
  usage: 'create <name>',
  summary: 'Create a cluster; its nodes come up afterwards',
  isLong: true,
  options: [
    { flags: '--size <name>', summary: 'size of its nodes', default: defaultSize, completes: sizeNames },
    { flags: '--nodes <number>', summary: 'how many nodes; with --min and --max, how many at first' },
    { flags: '--min <number>', summary: 'it scales by itself, and has this many nodes at least' },
    { flags: '--max <number>', summary: '… and this many at most' },
    { flags: '--idle-time <duration>', summary: 'how long a node stays that nothing needs, such as PT10M' },
    { flags: '--low-priority', summary: 'its nodes give way when dedicated work needs their cores' },
    { flags: '--image <name>', summary: 'what its nodes run', choices: imageNames },
    { flags: '--subnet <id>', summary: 'whose instances and clusters reach port 22 of its nodes, and they theirs' },
    { flags: '--user <name>', summary: 'who signs in to its nodes (default: your name, or azureuser)' },
    { flags: '--ssh-key-file <file>', summary: 'public key of that user (default: one of ~/.ssh)' },
    { flags: '--generate-ssh-key', summary: 'use a key of carrel’s own, made when there is none' },
    { flags: '--file-server <name...>', summary: 'file servers to mount, as NAME or NAME:PATH' },
    { flags: '--setup-task <command>', summary: 'what each node runs as root when it comes up' },
    {
      flags: '--setup-task-output <path>',
      summary: 'where its output is written: absolute, or below $AZ_BATCHAI_MOUNT_ROOT',
      default: '/var/log/setup-task',
    },
  ],
  examples: [
    'carrel cluster create train --nodes 2',
    'carrel cluster create train --size STANDARD_D4S_V3 --min 0 --max 4 --low-priority',
    'carrel cluster create train --nodes 1 --file-server disks --setup-task "apt-get install -y unzip"',
  ],
  async run(invocation) {
    const session = await invocation.session()
    const name = invocation.argument('name')
    const properties = await propertiesOf(invocation, session)
    await ensureBatchWorkspace(invocation, session)
    await carryOut(invocation, [
      {
        name,
        method: 'PUT',
        path: `${clusterId(invocation, session, name)}?${clusterVersion}`,
        body: { properties },
        doing: 'creating',
        done: `${name} is there. See its nodes come up: carrel cluster show ${name}`,
        lookAgain: `carrel cluster show ${name}`,
      },
    ])
  },
}

async function propertiesOf(invocation: Invocation, session: Session) {
  const scale = scaleSettings({
    target: invocation.option('nodes'),
    least: invocation.option('min'),
    most: invocation.option('max'),
    idleTime: invocation.option('idle-time'),
  })
  if (scale === undefined) throw bad('Nothing says how many nodes.', 'give --nodes, or --min and --max')
  const image = imageReference(invocation.option('image'))
  const commandLine = invocation.option('setup-task')
  const setupTask = commandLine && {
    commandLine,
    stdOutErrPathPrefix: invocation.option('setup-task-output'),
  }
  const subnet = invocation.option('subnet')
  const workspace = batchWorkspaceId(invocation, session)
  const fileServers = invocation.options('file-server').map((text) => fileServerMount(workspace, text))
  return {
    vmSize: invocation.option('size'),
    vmPriority: invocation.isOn('low-priority') ? 'lowpriority' : 'dedicated',
    scaleSettings: scale,
    ...(image === undefined ? {} : { virtualMachineConfiguration: { imageReference: image } }),
    nodeSetup: {
      ...(setupTask ? { setupTask } : {}),
      ...(fileServers.length > 0 ? { mountVolumes: { fileServers } } : {}),
    },
    ...(subnet === undefined ? {} : { subnet: { id: subnet } }),
    userAccountSettings: {
      adminUserName: invocation.option('user') ?? ownName(),
      adminUserSshPublicKey: await publicKeyFor(invocation),
    },
  }
}
