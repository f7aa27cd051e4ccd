// What a cluster tells of its troubles: nodes that cannot be used, each with the reason, and nodes it could not get.

import type { NodeRecord, ScriptSeen } from '../fleet.ts'
import { failedScript } from '../node-setup.ts'
import { mountOfExitCode, noOutputFolder } from './node-script.ts'
import type { PoolError } from './pool.ts'

export function nodeError(node: NodeRecord): PoolError {
  const nodeId = { name: 'NodeId', value: node.name }
  if (node.failure?.generation === node.generation) {
    const { error, nextStep } = node.failure
    return { code: error.code, message: [error.message, nextStep].filter(Boolean).join(' '), details: [nodeId] }
  }
  const run = failedScript(node.observed?.setup)?.run
  const exitCode = run?.exitCode
  const mount = exitCode === undefined ? undefined : mountOfExitCode(exitCode)
  const details = [nodeId, ...(exitCode === undefined ? [] : [{ name: 'ExitCode', value: String(exitCode) }])]
  if (mount !== undefined) {
    const message = `Mount volume ${mount} could not be mounted on node ${node.name}.`
    return { code: 'MountVolumeFailed', message, details }
  }
  if (exitCode === noOutputFolder) {
    const message = `The folder for the output of the set-up task could not be made on node ${node.name}.`
    return { code: 'SetupTaskOutputFailed', message, details }
  }
  return { code: 'SetupTaskFailed', message: `The set-up task ${endOf(run)} on node ${node.name}.`, details }
}

/** `missing`: nodes that were asked for and are not there for want of cores. */
export function quotaError(missing: number, limit: string): PoolError {
  return {
    code: 'ClusterCoreQuotaReached',
    message: `${missing} node(s) fewer than asked for: ${limit}. They are added when cores become free.`,
    details: [{ name: 'MissingNodeCount', value: String(missing) }],
  }
}

function endOf(run: ScriptSeen | undefined): string {
  if (run?.reason === 'TimedOut') return 'took too long and was ended'
  if (run?.reason === 'Interrupted') return 'was interrupted'
  if (run?.reason === 'NotStarted') return `could not be started: ${run.message ?? 'the node does not say why'}`
  return `ended with exit status ${run?.exitCode ?? 'unknown'}`
}
