// A workplace in which everything is as long, as many and as broken as it may be, made through the API: names up to their
// limits, instances that failed, a queue, tags, hostile file names.

import { generateKeyPairSync } from 'node:crypto'
import { ruleOf } from '../../support/policies.ts'
import type { StudioServer } from '../../support/studio-server.ts'
import { hostileFiles } from '../hostile-files.ts'

export interface Workplace {
  /** Of the API, such as `/subscriptions/…/resourceGroups/lab`. */
  readonly group: string
  readonly workspace: string
  readonly batch: string
  readonly longCluster: string
  readonly longExperiment: string
  readonly longJob: string
  readonly longDeployment: string
}

const longName = (kind: string) =>
  `${kind}-with-a-name-that-is-as-long-as-names-may-be-at-all-${'x'.repeat(64)}`.slice(0, 64)
const [ml, batchAi, carrel] = ['api-version=2024-10-01', 'api-version=2026-11-01', 'api-version=2026-11-01']
const publicKey = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .publicKey.export({ type: 'spki', format: 'pem' })
  .toString()
const tags = Object.fromEntries(
  Array.from({ length: 15 }, (_, each) => [`tag-number-${each}`, `a value that says something ${each}`]),
)

export async function fillWorkplace(server: StudioServer): Promise<Workplace> {
  const group = `/subscriptions/${server.installation.subscriptionId}/resourceGroups/lab`
  const workplace = {
    group,
    workspace: `${group}/providers/Microsoft.MachineLearningServices/workspaces/a-workspace-with-33-characters-ab`,
    batch: `${group}/providers/Microsoft.BatchAI/workspaces/${longName('team')}`,
    longCluster: longName('a-cluster'),
    longExperiment: longName('an-experiment'),
    longJob: longName('a-job'),
    longDeployment: longName('a-deployment'),
  }
  await server.call('PUT', `${group}?${ml}`, { location: 'local', tags })
  const description = `First line.\n${'A second one that has to wrap somewhere. '.repeat(3)}\n<script>alert(1)</script>`
  await server.call('PUT', `${workplace.workspace}?${ml}`, { location: 'local', properties: { description } })
  await server.call('PUT', `${workplace.batch}?${batchAi}`, { location: 'local' })
  await server.settle()
  await makeInstances(server, workplace)
  await makeClusters(server, workplace)
  await makeJobs(server, workplace)
  await deploy(server, workplace)
  for (const { name, buffer } of hostileFiles) {
    const path = `${workplace.workspace}/providers/Carrel.Files/content?path=${encodeURIComponent(name)}&${carrel}`
    await server.call('PUT', path, buffer)
  }
  return workplace
}

async function makeInstances(server: StudioServer, { workspace }: Workplace): Promise<void> {
  const assignedUser = { objectId: server.objectId, tenantId: server.installation.tenantId }
  const make = (name: string, properties: object = {}, more: object = {}) =>
    server.call('PUT', `${workspace}/computes/${name}?${ml}`, {
      location: 'local',
      properties: {
        computeType: 'ComputeInstance',
        properties: { vmSize: 'STANDARD_DS1_V2', personalComputeInstanceSettings: { assignedUser }, ...properties },
      },
      ...more,
    })
  const schedule = (action: string, hour: number) => ({
    action,
    triggerType: 'Recurrence',
    recurrence: {
      ...{ frequency: 'Week', interval: 1, timeZone: 'W. Europe Standard Time', startTime: '2023-01-01T00:00:00' },
      schedule: { hours: [hour], minutes: [0], weekDays: ['Monday', 'Friday'] },
    },
  })
  const scripts = {
    creationScript: script(`echo ${'a-word-without-a-break'.repeat(20)}\necho <script>alert(1)</script>`),
    startupScript: script('exit 3'),
  }
  const desk = {
    sshSettings: { sshPublicAccess: 'Enabled', adminPublicKey: publicKey },
    schedules: { computeStartStop: [schedule('Start', 8), schedule('Stop', 18)] },
    setupScripts: { scripts },
  }
  await make('an-instance-with-24-char', desk, { tags })
  await server.settle()
  await server.later(20_000)
  await make('stopped-one')
  await server.settle()
  await server.call('POST', `${workspace}/computes/stopped-one/stop?${ml}`)
  await server.settle()
  const image = `registry.example/team/image@sha256:${'0123456789abcdef'.repeat(4)}`
  server.engine.knobs.failing = (method) =>
    method === 'ensureMachine' ? new Error(`The image ${image} could not be pulled: too many requests.`) : undefined
  await make('create-failed')
  await server.settle()
  await server.later(1_000_000, 4)
  server.engine.knobs.failing = undefined
  for (let each = 0; each < 30; each++) await make(`box-${each}`, { createStopped: true })
  await server.settle()
}

function script(text: string): object {
  return {
    scriptSource: 'inline',
    scriptData: Buffer.from(text).toString('base64'),
    scriptArguments: '--with torch --and "an argument that is quite long"',
  }
}

async function makeClusters(server: StudioServer, { batch, longCluster, workspace }: Workplace): Promise<void> {
  const make = (name: string, scaleSettings: object, more: object = {}) =>
    server.call('PUT', `${batch}/clusters/${name}?${batchAi}`, {
      properties: {
        ...{ vmSize: 'STANDARD_D1_V2', scaleSettings },
        userAccountSettings: { adminUserName: 'ana', adminUserSshPublicKey: publicKey },
        ...more,
      },
    })
  const commandLine = `apt-get install -y ${'a-package '.repeat(30)}`
  const nodeSetup = { setupTask: { commandLine, stdOutErrPathPrefix: '/var/log/set-up' } }
  await make(longCluster, { manual: { targetNodeCount: 3 } }, { nodeSetup })
  await make('none', { autoScale: { minimumNodeCount: 0, maximumNodeCount: 3 } })
  const scaleSettings = { minNodeCount: 0, maxNodeCount: 4, nodeIdleTimeBeforeScaleDown: 'PT2M' }
  await server.call('PUT', `${workspace}/computes/aml-cluster?${ml}`, {
    ...{ location: 'local', tags },
    properties: { computeType: 'AmlCompute', properties: { vmSize: 'STANDARD_D1_V2', scaleSettings } },
  })
  await server.settle()
  await server.later(2_000)
}

async function makeJobs(server: StudioServer, { batch, longCluster, longExperiment, longJob }: Workplace) {
  const make = (name: string, more: object = {}) =>
    server.call('PUT', `${batch}/experiments/${longExperiment}/jobs/${name}?${batchAi}`, {
      properties: {
        ...{ cluster: { id: `${batch}/clusters/${longCluster}` }, nodeCount: 1 },
        customToolkitSettings: { commandLine: 'sleep 100000' },
        stdOutErrPathPrefix: '$AZ_BATCHAI_JOB_TEMP',
        ...more,
      },
    })
  await server.call('PUT', `${batch}/experiments/${longExperiment}?${batchAi}`, {})
  await server.settle()
  await make('failed', { jobPreparation: { commandLine: 'exit 7' } })
  await server.settle()
  const commandLine = `python train.py ${'--a-flag-with-a-long-name "<script>alert(1)</script>" '.repeat(4)}\nsleep 100000`
  const variable = (each: number) => ({ name: `A_VARIABLE_${each}`, value: 'value'.repeat(each * 5) })
  await make(longJob, {
    customToolkitSettings: { commandLine },
    environmentVariables: Array.from({ length: 12 }, (_, each) => variable(each)),
    secrets: [{ name: 'TOKEN', value: 'sealed' }],
    inputDirectories: [{ id: 'DATA', path: `/mnt/${'a/very/long/path/'.repeat(6)}` }],
    nodeCount: 2,
  })
  await server.settle()
  for (let each = 0; each < 30; each++) await make(`waiting-${each}`, { nodeCount: 3 })
  await server.settle()
  await server.later(2_000)
}

/** A long one, and one that a policy refuses; that policy is in force afterwards. */
async function deploy(server: StudioServer, { group, longDeployment }: Workplace): Promise<void> {
  const policy = `${group.split('/resourceGroups/')[0]}/providers/Microsoft.Authorization/policyDefinitions/team`
  const description = 'Every resource has a team that somebody can ask. '.repeat(6)
  const rule = ruleOf({ field: 'tags[team]', equals: 'nobody' }, 'deny')
  const definition = { displayName: longName('a-policy'), description, ...rule }
  await server.call('PUT', `${policy}?api-version=2021-06-01`, { properties: definition })
  await server.call('PUT', `${group}/providers/Microsoft.Authorization/policyAssignments/team?api-version=2022-06-01`, {
    properties: { displayName: longName('an-assignment'), policyDefinitionId: policy },
  })
  const network = (index: number) => ({
    ...{ type: 'Microsoft.Network/virtualNetworks', apiVersion: '2020-11-01', location: 'local' },
    name: longName(`network-${index}`),
    dependsOn: index === 0 ? [] : [longName(`network-${index - 1}`)],
    tags: index === 11 ? { team: 'nobody' } : {},
    properties: { addressSpace: { addressPrefixes: [`10.${index}.0.0/16`] } },
  })
  const template = (count: number) => ({
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
    contentVersion: '1.0.0.0',
    resources: Array.from({ length: count }, (_, index) => network(index)),
    outputs: { anOutputWithALongName: { type: 'string', value: 'a-word-without-a-break'.repeat(10) } },
  })
  for (const [name, count] of [[longDeployment, 10] as const, ['failed', 12] as const]) {
    const path = `${group}/providers/Microsoft.Resources/deployments/${name}?api-version=2021-04-01`
    await server.call('PUT', path, { properties: { mode: 'Incremental', template: template(count) } })
    for (let turn = 0; turn < 30; turn++) await server.later(1000, 1)
  }
  await server.call('PUT', `${group.replace(/lab$/, 'nothing')}?${ml}`, { location: 'local' })
}
