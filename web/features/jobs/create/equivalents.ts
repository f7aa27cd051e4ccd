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
  'jobPreparation',
  'stdOutErrPathPrefix',
  'environmentVariables',
  'constraints',
])

/** A short line where it can say everything, else the one that takes a file. */
export function carrelLines(draft: JobDraft, key: JobKey): string {
  const { properties } = draft
  if (!Object.keys(properties).every((member) => simple.has(member))) return batchAiLines('carrel', draft, key)
  const { nodeCount = 1, schedulingPriority = 'normal', jobPreparation, environmentVariables = [] } = properties
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
    ...(properties.stdOutErrPathPrefix === undefined
      ? []
      : [`--output-path ${shellWord(properties.stdOutErrPathPrefix)}`]),
    `-- ${shellWord(properties.customToolkitSettings?.commandLine || 'COMMAND')}`,
  ].join(' ')
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
function withoutSecrets({ secrets, ...properties }: JobProperties): JobProperties {
  if (secrets === undefined) return properties
  return { ...properties, secrets: secrets.map(({ name }) => ({ name, value: 'VALUE' })) }
}
