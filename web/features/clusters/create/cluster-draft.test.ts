import { describe, expect, test } from 'vitest'
import { emptyScale } from '../scale-draft.ts'
import { bodyOf } from './cluster-body.ts'
import { type ClusterDraft, emptyCluster, emptyTask, faultsOf, newPlaceValue } from './cluster-draft.ts'
import { azOf, commandOf, templateOf } from './cluster-equivalents.ts'

const key = 'ssh-rsa AAAA ana'
const place = { subscription: 's', group: 'lab', workspace: 'batch' }
const good: ClusterDraft = { ...emptyCluster, place: '/x', name: 'train', size: 'STANDARD_D2_V2', publicKey: key }

describe('faults', () => {
  test('an empty form asks for what it must have, and a whole one for nothing', () => {
    expect(Object.keys(faultsOf(emptyCluster))).toEqual(['place', 'name', 'size', 'publicKey'])
    expect(faultsOf(good)).toEqual({})
    expect(faultsOf({ ...good, kind: 'ml', user: '', publicKey: '' })).toEqual({})
  })

  test.each<[Partial<ClusterDraft>, string]>([
    [{ name: 'a b' }, 'A name has 1 to 64 letters, digits, - or _.'],
    [{ kind: 'ml', name: 'a-' }, 'A name has 2 to 32 letters, digits and -, a letter first and no - at the end.'],
    [{ place: newPlaceValue }, 'A workspace of Batch AI has a name of 1 to 64 letters, digits, - or _.'],
    [
      { user: 'root' },
      'A user has lower-case letters, digits, - or _, a letter first, and is no account of the system.',
    ],
    [{ publicKey: 'x' }, 'Give a public key: one line that begins with ssh-rsa, or PEM.'],
    [{ scale: { ...emptyScale, least: '3' } }, 'The least is more than the most.'],
    [{ task: emptyTask }, 'Write the command of the set-up task.'],
    [
      { task: { ...emptyTask, commandLine: 'true', output: '/a/../b' } },
      'The output goes to an absolute path, or to one below $AZ_BATCHAI_MOUNT_ROOT.',
    ],
    [
      { task: { ...emptyTask, commandLine: 'true', variables: 'AZ_BATCHAI_X=1' } },
      'Names that begin with CARREL_ and AZ_BATCHAI_ are kept: choose another.',
    ],
    [
      { mounts: [{ server: 'disks', path: '../x', isReadOnly: false }] },
      'A mount path is relative: letters, digits, ., - and _.',
    ],
    [
      { mounts: [{ server: 'disks', path: 'a', isReadOnly: false }], commands: 'a/b=mount' },
      'Two are mounted at the same path, or one inside the other.',
    ],
    [{ commands: 'data' }, 'A mount path is relative: letters, digits, ., - and _.'],
    [{ kind: 'ml', subnetId: 'x' }, 'Give the whole id of a subnet: /subscriptions/…/subnets/NAME.'],
  ])('BA-30: %j is answered before the click', (part, fault) => {
    const found = Object.values(faultsOf({ ...good, ...part }))
    if (part.commands === 'data') expect(found).toContain('Write each as path=command, one in a line.')
    else expect(found).toContain(fault)
  })
})

const whole: ClusterDraft = {
  ...good,
  isLowPriority: true,
  image: 'UbuntuDSVM',
  password: 'swordfish',
  scale: { ...emptyScale, most: '4' },
  task: { commandLine: "echo 'it is'", output: '/var/log/x', variables: 'COLOUR=red', secrets: 'TOKEN=opensesame' },
  mounts: [{ server: 'disks', path: 'nfs', isReadOnly: true }],
  commands: 'data=mount -t x',
}

describe('what is asked for', () => {
  test('BA-30, BA-31, BA-32: the body has all of the form, in the words of the kind', () => {
    expect(bodyOf(whole, place)).toEqual({
      properties: {
        vmSize: 'STANDARD_D2_V2',
        vmPriority: 'lowpriority',
        scaleSettings: {
          autoScale: {
            minimumNodeCount: 0,
            maximumNodeCount: 4,
            initialNodeCount: 0,
            nodeIdleTimeBeforeScaleDown: 'PT2M',
          },
        },
        virtualMachineConfiguration: {
          imageReference: {
            publisher: 'microsoft-ads',
            offer: 'linux-data-science-vm-ubuntu',
            sku: 'linuxdsvmubuntu',
          },
        },
        nodeSetup: {
          setupTask: {
            commandLine: "echo 'it is'",
            stdOutErrPathPrefix: '/var/log/x',
            environmentVariables: [{ name: 'COLOUR', value: 'red' }],
            secrets: [{ name: 'TOKEN', value: 'opensesame' }],
          },
          mountVolumes: {
            fileServers: [
              {
                fileServer: {
                  id: '/subscriptions/s/resourceGroups/lab/providers/Microsoft.BatchAI/workspaces/batch/fileServers/disks',
                },
                relativeMountPath: 'nfs',
                mountOptions: 'ro',
              },
            ],
            unmanagedFileSystems: [{ mountCommand: 'mount -t x', relativeMountPath: 'data' }],
          },
        },
        userAccountSettings: { adminUserName: 'azureuser', adminUserSshPublicKey: key, adminUserPassword: 'swordfish' },
      },
    })
    const subnetId = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/a'
    expect(bodyOf({ ...whole, kind: 'ml', subnetId, isClosed: true, tags: 'team=maps' }, place)).toMatchObject({
      tags: { team: 'maps' },
      properties: {
        computeType: 'AmlCompute',
        properties: {
          vmPriority: 'LowPriority',
          scaleSettings: { minNodeCount: 0, maxNodeCount: 4 },
          subnet: { id: subnetId },
          remoteLoginPortPublicAccess: 'Disabled',
        },
      },
    })
  })

  test('the lines to copy hold nothing secret, and say what they leave out', () => {
    const lines = [commandOf(whole, place), azOf('https://here', whole, place), templateOf(whole, place)]
    for (const line of lines) expect(line).not.toMatch(/swordfish|opensesame/)
    expect(templateOf(whole, place, true)).toContain('swordfish')
    expect(lines[0]).toContain('the password, read-only mounts, mount commands, the variables of the task')
    expect(lines[0]).toContain('--file-server disks:nfs')
    expect(lines[0]).toContain(`--setup-task 'echo '\\''it is'\\'''`)
  })

  test('a command that begins like an expression stays a command in the template', () => {
    const task = { ...emptyTask, commandLine: '[ -d /data ]' }
    expect(templateOf({ ...good, task }, place)).toContain('"commandLine": "[[ -d /data ]"')
  })

  test('BA-42: a workspace that is not there yet is made first', () => {
    const both = { ...good, place: newPlaceValue, newPlace: { name: 'batch', group: 'lab' } }
    const { resources } = JSON.parse(templateOf(both, place)) as { resources: { name: string; dependsOn?: string[] }[] }
    expect(resources.map(({ name }) => name)).toEqual(['batch', 'batch/train'])
    expect(resources[1]?.dependsOn).toHaveLength(1)
    expect(azOf('https://here', both, place).split('\n')).toHaveLength(2)
  })
})
