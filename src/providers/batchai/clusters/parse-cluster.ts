// From a PUT body to the model. What is secret is sealed here and is in no row as it was sent.

import { randomUUID } from 'node:crypto'
import { readBody } from '../../../arm/read-body.ts'
import { keyOf } from '../../../arm/resource-id.ts'
import type { PutInput } from '../../../arm/resource-type.ts'
import { ArmError } from '../../../base/errors.ts'
import { setupPlace } from '../../../fleet/fleet.ts'
import { clusterUser } from '../../../fleet/pool/cluster-user.ts'
import { newPeerKey } from '../../../fleet/pool/peer-key.ts'
import { poolPorts } from '../../../fleet/pool/pool-ports.ts'
import { mostNodes } from '../../../fleet/pool/within-quota.ts'
import { findSize, type Size } from '../../../fleet/sizes.ts'
import type { Sealer } from '../../../identity/seal.ts'
import { requireBare } from '../bare-envelope.ts'
import { requireName } from '../names.ts'
import type { Cluster, ClusterTask, ClusterVolumes, SealedSecret } from './cluster.ts'
import { type ClusterBody, clusterSchema, type TaskBody, type VolumesBody } from './cluster-wire.ts'
import { imageOf } from './images.ts'
import { requireApart } from './require-apart.ts'
import { scaleOf } from './scale.ts'

export function parseCluster(input: PutInput<Cluster>, sealer: Sealer): Cluster {
  const { body, name, previous, taken } = input
  requireName(name, 'cluster')
  requireBare(body, 'cluster')
  const before = previous?.desired
  const asked = readBody(clusterSchema, body.properties ?? {}, 'properties')
  const size = requireSize(asked.vmSize)
  const scale = scaleOf(asked.scaleSettings, before?.scale)
  const { setupTask, mountVolumes } = asked.nodeSetup ?? {}
  const sealed = sealing(sealer, keyOf(input.id))
  const peer = before ? undefined : newPeerKey()
  return {
    vmSize: asked.vmSize,
    size: size.name,
    priority: asked.vmPriority === 'lowpriority' ? 'lowPriority' : 'dedicated',
    scale,
    image: imageOf(asked.virtualMachineConfiguration?.imageReference),
    user: userOf(asked.userAccountSettings, before),
    setupTask: setupTask ? taskOf(setupTask, input) : undefined,
    volumes: volumesOf(mountVolumes),
    ...(asked.subnet ? { subnet: asked.subnet } : {}),
    ports: poolPorts(before?.ports ?? [], mostNodes(scale), taken),
    peerKey: before?.peerKey ?? peer?.authorizedKey ?? '',
    secrets: {
      ...passwordSecret(asked, before, sealed),
      ...taskSecrets(setupTask?.secrets ?? [], before, sealed),
      CARREL_KEY: before?.secrets['CARREL_KEY'] ?? sealed(peer?.privateKey ?? ''),
    },
  }
}

type Seal = (value: string) => SealedSecret

function sealing(sealer: Sealer, key: string): Seal {
  return (value) => ({ sealed: sealer.seal(value, setupPlace(key)), digest: sealer.digest(value) })
}

function requireSize(asked: string): Size {
  const size = findSize(asked)
  if (size) return size
  throw new ArmError(
    400,
    'VmSizeNotSupported',
    `The VM size '${asked.slice(0, 60)}' is not offered here. "carrel size list" names the sizes.`,
    { target: 'properties.vmSize' },
  )
}

function userOf(asked: ClusterBody['userAccountSettings'], before: Cluster | undefined): Cluster['user'] {
  const { adminUserName: name, adminUserSshPublicKey, adminUserPassword } = asked
  const publicKey = adminUserSshPublicKey ?? before?.user.publicKey
  const hasPassword = adminUserPassword ? true : (before?.user.hasPassword ?? false)
  if (publicKey === undefined && !hasPassword) {
    throw new ArmError(
      400,
      'NoCredentials',
      'userAccountSettings needs adminUserSshPublicKey or adminUserPassword: nobody could sign in to the nodes.',
      { target: 'properties.userAccountSettings' },
    )
  }
  return { ...clusterUser({ name, publicKey, hasPassword, path: 'properties.userAccountSettings' }), publicKey }
}

function passwordSecret({ userAccountSettings }: ClusterBody, before: Cluster | undefined, seal: Seal) {
  const { adminUserPassword: password } = userAccountSettings
  if (password && /[\r\n\0]/.test(password))
    throw new ArmError(400, 'InvalidAdminUserPassword', 'adminUserPassword must be one line.', {
      target: 'properties.userAccountSettings.adminUserPassword',
    })
  const kept = password ? seal(password) : before?.secrets['CARREL_PASSWORD']
  return kept === undefined ? {} : { CARREL_PASSWORD: kept }
}

function taskOf(asked: TaskBody, { id, previous }: PutInput<Cluster>): ClusterTask {
  const names = [...(asked.environmentVariables ?? []), ...(asked.secrets ?? [])].map(({ name }) => name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined)
    throw new ArmError(400, 'InvalidRequestContent', `The variable '${twice}' of the set-up task stands twice.`, {
      target: 'properties.nodeSetup.setupTask.environmentVariables',
    })
  const [, , subscription, , group, , , , workspace, , cluster] = id.split('/')
  const place = [subscription, group, 'workspaces', workspace, 'clusters', cluster].join('/')
  return {
    commandLine: asked.commandLine,
    environment: Object.fromEntries((asked.environmentVariables ?? []).map(({ name, value }) => [name, value])),
    secretNames: (asked.secrets ?? []).map(({ name }) => name),
    outputPrefix: asked.stdOutErrPathPrefix,
    outputSuffix: previous?.desired.setupTask?.outputSuffix ?? `${place}/${randomUUID()}`,
  }
}

/** A client that sends back what it was shown has no values; then they stay. */
function taskSecrets(asked: NonNullable<TaskBody['secrets']>, before: Cluster | undefined, seal: Seal) {
  return Object.fromEntries(
    asked.map(({ name, value }) => {
      const kept = typeof value === 'string' ? seal(value) : before?.secrets[name]
      if (kept) return [name, kept]
      throw new ArmError(400, 'InvalidRequestContent', `The secret '${name}' of the set-up task has no value.`, {
        target: 'properties.nodeSetup.setupTask.secrets',
      })
    }),
  )
}

function volumesOf(asked: VolumesBody | null | undefined): ClusterVolumes {
  const fileServers = (asked?.fileServers ?? []).map(({ fileServer, relativeMountPath, ...more }) => ({
    ...{ id: fileServer.id, relativeMountPath },
    ...(more.sourceDirectory ? { sourceDirectory: more.sourceDirectory } : {}),
    ...(more.mountOptions ? { mountOptions: more.mountOptions } : {}),
  }))
  const unmanaged = asked?.unmanagedFileSystems ?? []
  const paths = [...fileServers, ...unmanaged].map(({ relativeMountPath }) => relativeMountPath)
  requireApart(paths, 'properties.nodeSetup.mountVolumes')
  return { fileServers, unmanaged }
}
