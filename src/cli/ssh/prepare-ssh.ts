import type { ComputeDocument } from '../compute/compute-document.ts'
import { listInstances, readCompute } from '../compute/read-compute.ts'
import { CliFailure } from '../frame/cli-failure.ts'
import { exitCodes } from '../frame/exit-codes.ts'
import type { Invocation } from '../frame/invocation.ts'
import { findIdentity } from './find-identity.ts'
import { keepHostKeys } from './known-hosts.ts'
import type { SshFiles } from './ssh-settings.ts'
import { type SshTarget, sshTarget } from './ssh-target.ts'

export interface Prepared {
  readonly target: SshTarget
  readonly files: SshFiles
}

/** One instance that runs and takes SSH, with its keys kept. Throws with what to do otherwise. */
export async function prepareSsh(invocation: Invocation, name: string): Promise<Prepared> {
  const session = await invocation.session()
  const compute = await readCompute(session, name)
  const { state } = compute.properties.properties
  const prepared = await prepare(invocation, compute)
  if (state === 'Running') return prepared
  const next =
    state === 'Stopped' ? `start it with "carrel compute start ${name}"` : `see "carrel compute events ${name}"`
  throw new CliFailure(`${name} is ${state}, so nothing answers there.`, next, exitCodes.conflict)
}

/** All of the workspace that take SSH, running or not; `skipped` says why others are left out. */
export async function prepareAll(invocation: Invocation): Promise<{ prepared: Prepared[]; skipped: string[] }> {
  const session = await invocation.session()
  const computes = await listInstances(session)
  const prepared: Prepared[] = []
  const skipped: string[] = []
  for (const compute of computes) {
    try {
      prepared.push(await prepare(invocation, compute))
    } catch (error) {
      if (!(error instanceof CliFailure)) throw error
      skipped.push(error.message)
    }
  }
  return { prepared, skipped }
}

async function prepare(invocation: Invocation, compute: ComputeDocument): Promise<Prepared> {
  const { endpoint } = await invocation.session()
  const target = sshTarget(compute, endpoint)
  const [knownHosts, identity] = await Promise.all([
    keepHostKeys(target, process.env),
    findIdentity(target.publicKey, invocation.option('data')),
  ])
  return { target, files: { knownHosts, identity } }
}
