// What the states mean to a person: how they look, whether something is under way, and what may be done, with the reason
// where it may not. The server decides; this table only saves a click that would be refused.

import type { Cluster, NodeState } from './cluster.ts'

export type ClusterState = 'creating' | 'deleting' | 'failed' | 'resizing' | 'attention' | 'steady'
export type Tone = 'success' | 'informative' | 'warning' | 'danger' | 'subtle'

export function stateOf({ life, isResizing, errors }: Pick<Cluster, 'life' | 'isResizing' | 'errors'>): ClusterState {
  if (life !== 'succeeded') return life
  if (isResizing) return 'resizing'
  return errors.length > 0 ? 'attention' : 'steady'
}

const tones: Readonly<Record<ClusterState, Tone>> = {
  creating: 'informative',
  deleting: 'informative',
  failed: 'danger',
  resizing: 'informative',
  attention: 'warning',
  steady: 'success',
}

const words: Readonly<Record<ClusterState, string>> = {
  creating: 'Creating',
  deleting: 'Deleting',
  failed: 'Could not be created',
  resizing: 'Resizing',
  attention: 'Needs attention',
  steady: 'Steady',
}

export const toneOf = (state: ClusterState): Tone => tones[state]
/** An English sentence, to be translated. */
export const wordFor = (state: ClusterState): string => words[state]
/** Something changes by itself soon. */
export const isUnderWay = (state: ClusterState): boolean => tones[state] === 'informative'

export const nodeStates = ['running', 'idle', 'preparing', 'unusable', 'leaving'] as const

const nodeTones: Readonly<Record<NodeState, Tone>> = {
  running: 'success',
  idle: 'subtle',
  preparing: 'informative',
  unusable: 'danger',
  leaving: 'warning',
}

const nodeWords: Readonly<Record<NodeState, string>> = {
  running: 'At work',
  idle: 'Idle',
  preparing: 'Preparing',
  unusable: 'Unusable',
  leaving: 'Leaving',
}

export const nodeToneOf = (state: NodeState): Tone => nodeTones[state]
/** An English sentence, to be translated. */
export const nodeWordFor = (state: NodeState): string => nodeWords[state]

export interface ClusterRights {
  readonly write: boolean
  readonly delete: boolean
  /** To be told where nodes are entered. */
  readonly enter: boolean
  /** Of set-up tasks. */
  readonly readLog: boolean
}

/** Why not; undefined: it may be done. An English sentence, to be translated. `rights` undefined: not known yet. */
export function reasonAgainst(
  action: 'scale' | 'delete',
  cluster: Pick<Cluster, 'life'>,
  rights: ClusterRights | undefined,
): string | undefined {
  if (cluster.life === 'deleting') return 'It is being deleted.'
  if (action === 'delete') return rights?.delete === false ? mayNotDelete : undefined
  if (cluster.life === 'creating') return 'It is being created.'
  return rights?.write === false ? mayNotWrite : undefined
}

const mayNotDelete = 'Your role here does not let you delete clusters: Contributor or Owner does.'
const mayNotWrite = 'Your role here does not let you change clusters: Contributor or Owner does.'

const nextSteps: Readonly<Record<string, string>> = {
  SetupTaskFailed: 'Read its output on the node (below), mend the command, and create the cluster anew with it.',
  SetupTaskOutputFailed: 'Create the cluster anew with a folder for the output that can be made.',
  MountVolumeFailed: 'Try the mount command on another machine, and create the cluster anew with one that works.',
  ClusterCoreQuotaReached: 'Free cores elsewhere or have the quota raised; the nodes come by themselves.',
}

/** What a person does about a fault; an English sentence, to be translated. */
export function nextStepFor(code: string): string | undefined {
  return nextSteps[code]
}
