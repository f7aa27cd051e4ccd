// The same cluster from elsewhere: as a line of `carrel`, as one of `az`, and as a template. Pure. What nobody is to read
// again stands in none of them: a word to fill in stands there.

import { azRest, shellWord, templateLiteral, templateOfResources } from '../../../api/equivalents.ts'
import { arm, type ClusterKey, type WorkspaceKey } from '../../../paths.ts'
import { versionOf } from '../cluster-version.ts'
import { bodyOf } from './cluster-body.ts'
import { type ClusterDraft, newPlaceValue, pairsIn } from './cluster-draft.ts'

const types = {
  batch: 'Microsoft.BatchAI/workspaces/clusters',
  ml: 'Microsoft.MachineLearningServices/workspaces/computes',
} as const

/** What `carrel` has no option for is said in a comment. */
export function commandOf(draft: ClusterDraft, place: WorkspaceKey): string {
  const { kind, scale } = draft
  const group = `--resource-group ${shellWord(place.group)}`
  if (kind === 'ml') {
    const deploy = `carrel deployment create ${draft.name || 'NAME'} --template-file cluster.json ${group}`
    return `# As a template (beside here), kept as cluster.json:\n${deploy}`
  }
  const nodes = scale.isAuto
    ? `--min ${scale.least} --max ${scale.most} --nodes ${scale.initial} --idle-time PT${scale.idle}M`
    : `--nodes ${scale.count}`
  const servers = draft.mounts.map(({ server, path }) => shellWord(`${server}:${path}`))
  const parts = [
    `carrel cluster create ${draft.name || 'NAME'} --size ${draft.size || 'SIZE'} ${nodes}`,
    `${group} --workspace-name ${shellWord(place.workspace || 'WORKSPACE')}`,
    ...(draft.isLowPriority ? ['--low-priority'] : []),
    ...(draft.image === 'UbuntuLTS' ? [] : [`--image ${draft.image}`]),
    `--user ${shellWord(draft.user)} --ssh-key-file FILE`,
    ...(servers.length === 0 ? [] : [`--file-server ${servers.join(' ')}`]),
    ...(draft.task === undefined
      ? []
      : [`--setup-task ${shellWord(draft.task.commandLine)} --setup-task-output ${shellWord(draft.task.output)}`]),
  ]
  return [...notesOf(draft), parts.join(' ')].join('\n')
}

function notesOf({ password, mounts, commands, task, scale, subnetId }: ClusterDraft): readonly string[] {
  const without = [
    ...(password === '' ? [] : ['the password']),
    ...(mounts.some(({ isReadOnly }) => isReadOnly) ? ['read-only mounts'] : []),
    ...(commands.trim() === '' ? [] : ['mount commands']),
    ...(subnetId === '' ? [] : ['the subnet']),
    ...(task === undefined || `${task.variables}${task.secrets}`.trim() === '' ? [] : ['the variables of the task']),
    ...(scale.isAuto || scale.onRemoval === 'requeue' ? [] : ['what becomes of jobs of nodes that are taken away']),
  ]
  return without.length === 0 ? [] : [`# Through az or a template alone: ${without.join(', ')}.`]
}

export function azOf(endpoint: string, draft: ClusterDraft, place: WorkspaceKey): string {
  const key: ClusterKey = { ...place, kind: draft.kind, name: draft.name || 'NAME' }
  const apiVersion = versionOf(draft.kind)
  const cluster = azRest({ endpoint, path: arm.cluster(key), apiVersion, body: bodyOf(withoutSecrets(draft), place) })
  if (draft.kind === 'ml' || draft.place !== newPlaceValue) return cluster
  const workspace = azRest({
    endpoint,
    path: arm.clusterWorkspace(place),
    apiVersion,
    body: { location: 'local' },
  })
  return `${workspace}\n${cluster}`
}

/** Of a deployment to the resource group. `isWhole`: with what is secret, to be sent and not to be shown. */
export function templateOf(draft: ClusterDraft, place: WorkspaceKey, isWhole = false): string {
  const apiVersion = versionOf(draft.kind)
  const isNew = draft.kind === 'batch' && draft.place === newPlaceValue
  const parent = { type: 'Microsoft.BatchAI/workspaces', apiVersion, name: place.workspace, location: 'local' }
  const cluster = {
    type: types[draft.kind],
    apiVersion,
    name: `${place.workspace}/${draft.name || 'NAME'}`,
    ...(isNew ? { dependsOn: [`[resourceId('${parent.type}', '${place.workspace}')]`] } : {}),
    ...templateLiteral(bodyOf(isWhole ? draft : withoutSecrets(draft), place)),
  }
  return templateOfResources(isNew ? [parent, cluster] : [cluster])
}

function withoutSecrets(draft: ClusterDraft): ClusterDraft {
  const { task, password } = draft
  const secrets = task && pairsIn(task.secrets).map(([name]) => `${name}=VALUE`)
  return {
    ...draft,
    password: password === '' ? '' : 'PASSWORD',
    task: task && { ...task, secrets: (secrets ?? []).join('\n') },
  }
}
