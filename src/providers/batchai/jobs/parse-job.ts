// From a PUT body to the model. A job is made once and never changed; what is secret is sealed here.

import { randomUUID } from 'node:crypto'
import { readBody } from '../../../arm/read-body.ts'
import { keyOf } from '../../../arm/resource-id.ts'
import type { PutInput } from '../../../arm/resource-type.ts'
import { ArmError } from '../../../base/errors.ts'
import { type FleetSettings, setupPlace } from '../../../fleet/fleet.ts'
import { newPeerKey } from '../../../fleet/pool/peer-key.ts'
import type { Sealer } from '../../../identity/seal.ts'
import { requireBare } from '../bare-envelope.ts'
import { requireApart } from '../clusters/require-apart.ts'
import { requireName } from '../names.ts'
import type { BatchJob } from './batch-job.ts'
import { parseContainer } from './job-container.ts'
import { type JobBody, jobSchema } from './job-wire.ts'
import { toolkitOf } from './toolkit.ts'
import { longestJobMs, parseWallClockTime } from './wall-clock-time.ts'

export interface ParseServices {
  readonly sealer: Sealer
  readonly fleet: Pick<FleetSettings, 'allowedImages'>
}

export function parseJob(input: PutInput<BatchJob>, { sealer, fleet }: ParseServices): BatchJob {
  const { body, name, id, previous } = input
  requireName(name, 'job')
  requireBare(body, 'job')
  if (previous) throw alreadyThere(name)
  const asked = readBody(jobSchema, body.properties ?? {}, 'properties')
  requireDifferent(asked)
  requireKept(asked)
  const place = setupPlace(keyOf(id))
  const secrets = asked.secrets ?? []
  const seal = (secret: string) => ({ sealed: sealer.seal(secret, place), digest: sealer.digest(secret) })
  return {
    clusterId: asked.cluster.id,
    name,
    nodeCount: asked.nodeCount,
    priority: asked.schedulingPriority ?? 'normal',
    ...toolkitOf(asked),
    peerKey: asked.nodeCount === 1 ? undefined : peerKey((key) => sealer.seal(key, place)),
    preparation: asked.jobPreparation?.commandLine,
    ...(asked.containerSettings
      ? { container: parseContainer(asked.containerSettings, { allowedImages: fleet.allowedImages, seal }) }
      : {}),
    outputPrefix: asked.stdOutErrPathPrefix,
    segment: segmentOf(id),
    inputs: asked.inputDirectories ?? [],
    outputs: (asked.outputDirectories ?? []).map(({ pathSuffix, ...output }) => ({
      ...output,
      ...(pathSuffix ? { pathSuffix } : {}),
    })),
    environment: Object.fromEntries((asked.environmentVariables ?? []).map(({ name: key, value }) => [key, value])),
    secretNames: secrets.map(({ name: key }) => key),
    secrets: Object.fromEntries(secrets.map(({ name: key, value }) => [key, seal(value ?? '')])),
    maxMs: wallClockTime(asked),
    ...volumesIn(asked),
    // Both depend on the cluster: `complete` finds them.
    shares: [],
    gpus: 0,
    isTerminated: false,
  }
}

function volumesIn({ mountVolumes, containerSettings }: JobBody): Pick<BatchJob, 'volumes' | 'unmanaged'> {
  const [servers, unmanaged] = [mountVolumes?.fileServers ?? [], mountVolumes?.unmanagedFileSystems ?? []]
  if (containerSettings && unmanaged.length > 0)
    throw new ArmError(
      400,
      'InvalidRequestContent',
      'unmanagedFileSystems is not offered with containerSettings: what a command mounts in a node is not seen in a container. Mount file servers, or leave the container out.',
      { target: 'properties.mountVolumes.unmanagedFileSystems' },
    )
  const paths = [...servers, ...unmanaged].map(({ relativeMountPath }) => relativeMountPath)
  requireApart(paths, 'properties.mountVolumes')
  const volumes = servers.map(({ fileServer, relativeMountPath, ...more }) => ({
    ...{ id: fileServer.id, relativeMountPath },
    ...(more.sourceDirectory ? { sourceDirectory: more.sourceDirectory } : {}),
    ...(more.mountOptions ? { mountOptions: more.mountOptions } : {}),
  }))
  return { volumes, unmanaged }
}

function peerKey(seal: (privateKey: string) => string): BatchJob['peerKey'] {
  const { privateKey, authorizedKey } = newPeerKey()
  return { sealed: seal(privateKey), authorizedKey }
}

function wallClockTime({ constraints }: JobBody): number {
  const text = constraints?.maxWallClockTime
  return text ? parseWallClockTime(text, 'properties.constraints.maxWallClockTime') : longestJobMs
}

/** As Batch AI's: `<subscription>/<group>/workspaces/<w>/experiments/<e>/jobs/<j>/<uuid>`. */
function segmentOf(id: string): string {
  const [, , subscription, , group, , , , workspace, , experiment, , job] = id.split('/')
  const names = [subscription, group, 'workspaces', workspace, 'experiments', experiment, 'jobs', job, randomUUID()]
  return names.join('/')
}

function requireDifferent(asked: JobBody): void {
  const lists = {
    inputDirectories: (asked.inputDirectories ?? []).map(({ id }) => id),
    outputDirectories: (asked.outputDirectories ?? []).map(({ id }) => id),
    environmentVariables: [...(asked.environmentVariables ?? []), ...(asked.secrets ?? [])].map(({ name }) => name),
  }
  for (const [list, names] of Object.entries(lists)) {
    const twice = names.find((name, index) => names.indexOf(name) !== index)
    if (twice === undefined) continue
    throw new ArmError(400, 'InvalidRequestContent', `'${twice}' stands twice in ${list}.`, {
      target: `properties.${list}`,
    })
  }
  if (!(asked.outputDirectories ?? []).some(({ id }) => id.toLowerCase() === 'stdouterr')) return
  throw new ArmError(400, 'InvalidRequestContent', "The output directory 'stdouterr' is there already.", {
    target: 'properties.outputDirectories',
  })
}

/** What several nodes share is there for as long as the job, and lies beside its output. */
function requireKept(asked: JobBody): void {
  if (asked.nodeCount === 1) return
  const paths = {
    stdOutErrPathPrefix: [asked.stdOutErrPathPrefix],
    inputDirectories: (asked.inputDirectories ?? []).map(({ path }) => path),
    outputDirectories: (asked.outputDirectories ?? []).map(({ pathPrefix }) => pathPrefix),
  }
  const [list] =
    Object.entries(paths).find(([, each]) => each.some((path) => path.includes('AZ_BATCHAI_SHARED_JOB_TEMP'))) ?? []
  if (list === undefined) return
  throw new ArmError(
    400,
    'InvalidRequestContent',
    `No directory of a job of several nodes can be in $AZ_BATCHAI_SHARED_JOB_TEMP, which goes with the job. Begin ${list} with $AZ_BATCHAI_MOUNT_ROOT or $AZ_BATCHAI_JOB_MOUNT_ROOT.`,
    { target: `properties.${list}` },
  )
}

function alreadyThere(name: string): ArmError {
  return new ArmError(
    409,
    'JobAlreadyExists',
    `There is a job '${name}' in the experiment, and jobs cannot be changed. Delete it first, or choose another name.`,
    { target: 'name' },
  )
}
