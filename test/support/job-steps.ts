// Steps that tests of Batch AI's jobs take.

import { expect } from 'vitest'
import type { JobObserved } from '../../src/fleet/jobs/job.ts'
import type { PoolObserved } from '../../src/fleet/pool/pool.ts'
import { batchCall, batchVersion, fileServerBody, makeBatchWorkspace, makeCluster } from './batch-steps.ts'
import type { Answer, TestServer } from './harness.ts'

/** A workspace, a cluster `one` that mounts the file server `disks` at `nfs`, and an experiment `trial`. */
export async function makeJobPlace(server: TestServer, cluster: Record<string, unknown> = {}) {
  const place = await makeBatchWorkspace(server)
  await batchCall(server, 'PUT', place.fileServerId('disks'), fileServerBody())
  const clusterId = place.clusterId('one')
  const fileServers = [{ fileServer: { id: place.fileServerId('disks') }, relativeMountPath: 'nfs' }]
  await makeCluster(server, clusterId, { nodeSetup: { mountVolumes: { fileServers } }, ...cluster })
  const experimentId = `${place.workspaceId}/experiments/trial`
  const made = await batchCall(server, 'PUT', experimentId)
  expect([made.status, made.body]).toEqual([202, undefined])
  await server.settle()
  return { ...place, clusterId, experimentId, jobId: (name: string) => `${experimentId}/jobs/${name}` }
}

type JobPlace = Awaited<ReturnType<typeof makeJobPlace>>

export function jobBody(clusterId: string, properties: Record<string, unknown> = {}) {
  return {
    properties: {
      cluster: { id: clusterId },
      nodeCount: 1,
      customToolkitSettings: { commandLine: 'exit 0' },
      stdOutErrPathPrefix: '$AZ_BATCHAI_MOUNT_ROOT/nfs',
      ...properties,
    },
  }
}

/** A command that takes so many seconds and ends with this status. */
export function takes(seconds: number, exitCode = 0) {
  return { customToolkitSettings: { commandLine: `sleep ${seconds}\nexit ${exitCode}` } }
}

export async function submit(
  server: TestServer,
  { clusterId, jobId }: JobPlace,
  name: string,
  properties: Record<string, unknown> = {},
): Promise<Answer> {
  const answer = await batchCall(server, 'PUT', jobId(name), jobBody(clusterId, properties))
  await server.settle()
  return answer
}

/** Its properties, as they are shown. */
export async function jobOf(server: TestServer, id: string) {
  return (await batchCall(server, 'GET', id)).body.properties
}

export async function statesOf(server: TestServer, { experimentId }: JobPlace): Promise<Record<string, string>> {
  const { body } = await server.call('GET', `${experimentId}/jobs?${batchVersion}`)
  const jobs = body.value as { name: string; properties: { executionState: string } }[]
  return Object.fromEntries(jobs.map(({ name, properties }) => [name, properties.executionState]))
}

/** How often each attempt at any job was started, on any node there ever was. */
export function startsOf(server: TestServer): number[] {
  return server.engine.allJobs().flatMap((jobs) => [...jobs.starts.values()])
}

export async function placementsOf(server: TestServer, clusterId: string) {
  const { observed } = (await server.store.get(clusterId.toLowerCase())) ?? {}
  return (observed as PoolObserved).pool?.placements ?? {}
}

export async function seenOf(server: TestServer, id: string): Promise<JobObserved | undefined> {
  return (await server.store.get(id.toLowerCase()))?.observed as JobObserved | undefined
}
