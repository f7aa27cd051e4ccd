// The same job from elsewhere: as lines of `carrel`, of `az batchai`, and as a template. Pure.

import { shellWord, templateOfResources } from '../../../api/equivalents.ts'
import type { JobKey } from '../../../paths.ts'
import type { JobDraft, JobProperties } from './job-properties.ts'

/** Members that the short line has options for. */
const simple = new Set([
  'cluster',
  'nodeCount',
  'schedulingPriority',
  'customToolkitSettings',
  'customMpiSettings',
  'containerSettings',
  'jobPreparation',
  'stdOutErrPathPrefix',
  'environmentVariables',
  'constraints',
])

/** A short line where it can say everything, else the one that takes a file. */
export function carrelLines(draft: JobDraft, key: JobKey): string {
  const { properties } = draft
  const registry = properties.containerSettings?.imageSourceRegistry
  const isOpen = registry?.credentials === undefined && registry?.serverUrl === undefined
  const isSimple = isOpen && Object.keys(properties).every((member) => simple.has(member))
  if (!isSimple) return batchAiLines('carrel', draft, key)
  const { nodeCount = 1, schedulingPriority = 'normal', jobPreparation, environmentVariables = [] } = properties
  const { customMpiSettings, customToolkitSettings } = properties
  const time = properties.constraints?.maxWallClockTime
  const variables = environmentVariables.map(({ name, value }) => shellWord(`${name}=${value}`))
  return [
    `carrel job submit ${draft.name || 'NAME'} --cluster ${clusterOf(properties)}`,
    ...(draft.experiment === 'default' ? [] : [`--experiment ${shellWord(draft.experiment)}`]),
    ...(nodeCount === 1 ? [] : [`--nodes ${nodeCount}`]),
    ...(schedulingPriority === 'normal' ? [] : [`--priority ${schedulingPriority}`]),
    ...(jobPreparation === undefined ? [] : [`--preparation ${shellWord(jobPreparation.commandLine)}`]),
    ...(variables.length === 0 ? [] : [`--env ${variables.join(' ')}`]),
    ...(time === undefined ? [] : [`--time ${time}`]),
    ...startOptions(properties),
    ...(properties.stdOutErrPathPrefix === undefined
      ? []
      : [`--output-path ${shellWord(properties.stdOutErrPathPrefix)}`]),
    `-- ${shellWord((customMpiSettings ?? customToolkitSettings)?.commandLine || 'COMMAND')}`,
  ].join(' ')
}

/** What starts it, and in what. */
function startOptions({ customMpiSettings: mpi, containerSettings: container }: JobProperties): readonly string[] {
  return [
    ...(mpi === undefined ? [] : ['--mpi']),
    ...(mpi?.processCount === undefined ? [] : [`--processes ${mpi.processCount}`]),
    ...(container === undefined ? [] : [`--image ${shellWord(container.imageSourceRegistry.image)}`]),
    ...(container?.shmSize === undefined ? [] : [`--shm-size ${shellWord(container.shmSize)}`]),
  ]
}

/** As the command line of 2019 has it; `program`: `az`, or `carrel`, which has the same lines. */
export function batchAiLines(
  program: 'az' | 'carrel',
  { name, experiment, properties }: JobDraft,
  key: JobKey,
): string {
  const { cluster: _, ...rest } = withoutSecrets(properties)
  const place = [
    `--experiment ${shellWord(experiment)}`,
    `--workspace ${shellWord(key.batch || 'WORKSPACE')}`,
    `--resource-group ${shellWord(key.group)}`,
  ].join(' ')
  return [
    "cat > job.json <<'END'",
    JSON.stringify({ properties: rest }, undefined, 2),
    'END',
    `${program} batchai job create --name ${name || 'NAME'} --cluster ${clusterOf(properties)} ${place} --config-file job.json`,
  ].join('\n')
}

/** Of a deployment to the group: the experiment, and the job in it. */
export function templateOf({ name, experiment, properties }: JobDraft, key: JobKey): string {
  const within = `${key.batch || 'WORKSPACE'}/${experiment}`
  const type = 'Microsoft.BatchAI/workspaces/experiments'
  const apiVersion = '2018-05-01'
  return templateOfResources([
    { type, apiVersion, name: within, properties: {} },
    {
      type: `${type}/jobs`,
      apiVersion,
      name: `${within}/${name || 'NAME'}`,
      dependsOn: [`[resourceId('${type}', '${key.batch || 'WORKSPACE'}', '${experiment}')]`],
      properties: withoutSecrets(properties),
    },
  ])
}

function clusterOf({ cluster }: JobProperties): string {
  return shellWord(cluster?.id.split('/').at(-1) || 'CLUSTER')
}

/** What is copied somewhere does not take them along. */
function withoutSecrets(properties: JobProperties): JobProperties {
  const { secrets, containerSettings } = properties
  const registry = containerSettings?.imageSourceRegistry
  const credentials = registry?.credentials && { ...registry.credentials, password: 'PASSWORD' }
  return {
    ...properties,
    ...(secrets === undefined ? {} : { secrets: secrets.map(({ name }) => ({ name, value: 'VALUE' })) }),
    ...(registry === undefined || credentials === undefined
      ? {}
      : { containerSettings: { ...containerSettings, imageSourceRegistry: { ...registry, credentials } } }),
  }
}
