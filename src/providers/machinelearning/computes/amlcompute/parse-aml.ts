// From a PUT body to the model. What is not spoken of stays as it was, as far as a client may leave it out.

import { requireLocation } from '../../../../arm/locations.ts'
import { readBody } from '../../../../arm/read-body.ts'
import { keyOf } from '../../../../arm/resource-id.ts'
import type { PutInput } from '../../../../arm/resource-type.ts'
import { ArmError } from '../../../../base/errors.ts'
import { setupPlace } from '../../../../fleet/fleet.ts'
import { clusterUser } from '../../../../fleet/pool/cluster-user.ts'
import { defaultIdleMs, parseIdleTime } from '../../../../fleet/pool/idle-time.ts'
import { newPeerKey } from '../../../../fleet/pool/peer-key.ts'
import { poolPorts } from '../../../../fleet/pool/pool-ports.ts'
import { findSize } from '../../../../fleet/sizes.ts'
import type { Sealer } from '../../../../identity/seal.ts'
import { refuseLocalUser } from '../local-auth.ts'
import { computeType } from '../model.ts'
import { computeSchema } from '../wire.ts'
import type { AmlCluster } from './aml-cluster.ts'
import { type AmlBody, amlSchema } from './aml-wire.ts'

const path = 'properties.properties'

export function parseAml(input: PutInput<AmlCluster>, sealer: Sealer): AmlCluster {
  const { body, name, previous, taken } = input
  requireClusterName(name)
  const before = previous?.desired
  const outer = readBody(computeSchema, body.properties ?? {}, 'properties')
  const asked = readBody(amlSchema, outer.properties ?? {}, path)
  refuseLocalUser(outer.disableLocalAuth, asked.userAccountCredentials)
  const scale = scaleOf(asked, before)
  const secrets = secretsOf(asked, input, sealer)
  return {
    computeType: 'AmlCompute',
    location: requireLocation(body.location ?? before?.location, computeType),
    tags: body.tags ?? {},
    description: outer.description ?? null,
    size: sizeOf(asked),
    priority: priorityOf(asked, before),
    scale,
    user: userOf(asked, before, secrets.kept['CARREL_PASSWORD'] !== undefined),
    ...reachOf(asked, before),
    ports: poolPorts(before?.ports ?? [], scale.most, taken),
    peerKey: secrets.peerKey,
    secrets: secrets.kept,
    accepted: { propertyBag: asked.propertyBag ?? before?.accepted['propertyBag'] ?? {} },
  }
}

/** What is not specified is decided when it is created: open, and closed in a subnet. */
function reachOf(asked: AmlBody, before: AmlCluster | undefined) {
  const { remoteLoginPortPublicAccess: access } = asked
  const subnet = asked.subnet ?? before?.subnet
  const unsaid = before?.remoteLogin ?? (subnet === undefined ? 'Enabled' : 'Disabled')
  return {
    remoteLogin: access === 'Enabled' || access === 'Disabled' ? access : unsaid,
    hasPublicIp: asked.enableNodePublicIp ?? before?.hasPublicIp ?? true,
    subnet,
  }
}

/** A password that is not sent again stays. */
function secretsOf(asked: AmlBody, { id, previous }: PutInput<AmlCluster>, sealer: Sealer) {
  const seal = (value: string) => ({
    sealed: sealer.seal(value, setupPlace(keyOf(id))),
    digest: sealer.digest(value),
  })
  const sent = passwordOf(asked)
  const before = previous?.desired
  const password = sent ? seal(sent) : before?.secrets['CARREL_PASSWORD']
  const peer = before ? undefined : newPeerKey()
  return {
    peerKey: before?.peerKey ?? peer?.authorizedKey ?? '',
    kept: {
      ...(password ? { CARREL_PASSWORD: password } : {}),
      CARREL_KEY: before?.secrets['CARREL_KEY'] ?? seal(peer?.privateKey ?? ''),
    } as AmlCluster['secrets'],
  }
}

function requireClusterName(name: string): void {
  if (/^[A-Za-z](?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])$/.test(name)) return
  throw new ArmError(
    400,
    'InvalidComputeName',
    `The compute name '${name}' is not valid for a cluster: 2 to 32 letters, digits and '-', a letter first and no '-' at the end.`,
    { target: 'name' },
  )
}

function sizeOf({ vmSize }: AmlBody): string {
  const size = findSize(vmSize)
  if (size) return size.name
  throw new ArmError(
    400,
    'VmSizeNotSupported',
    `The VM size '${vmSize.slice(0, 60)}' is not offered here. GET …/locations/{location}/vmSizes lists the sizes.`,
    { target: `${path}.vmSize` },
  )
}

function priorityOf({ vmPriority }: AmlBody, before: AmlCluster | undefined): AmlCluster['priority'] {
  if (!vmPriority) return before?.priority ?? 'dedicated'
  return vmPriority === 'LowPriority' ? 'lowPriority' : 'dedicated'
}

function scaleOf({ scaleSettings }: AmlBody, before: AmlCluster | undefined): AmlCluster['scale'] {
  if (!scaleSettings && before) return before.scale
  if (!scaleSettings)
    throw new ArmError(
      400,
      'InvalidRequestContent',
      'scaleSettings is required: it says how many nodes there may be.',
      {
        target: `${path}.scaleSettings`,
      },
    )
  const { minNodeCount, maxNodeCount, nodeIdleTimeBeforeScaleDown: idle } = scaleSettings
  const target = `${path}.scaleSettings.nodeIdleTimeBeforeScaleDown`
  return {
    kind: 'auto',
    least: minNodeCount ?? 0,
    most: maxNodeCount,
    initial: 0,
    idleMs: idle ? parseIdleTime(idle, target) : (before?.scale.idleMs ?? defaultIdleMs),
  }
}

function passwordOf({ userAccountCredentials }: AmlBody): string | undefined {
  const password = userAccountCredentials?.adminUserPassword ?? undefined
  if (password === undefined || !/[\r\n\0]/.test(password)) return password
  throw new ArmError(400, 'InvalidAdminUserPassword', 'adminUserPassword must be one line.', {
    target: `${path}.userAccountCredentials.adminUserPassword`,
  })
}

function userOf(asked: AmlBody, before: AmlCluster | undefined, hasPassword: boolean): AmlCluster['user'] {
  const { userAccountCredentials: credentials } = asked
  if (!credentials) return before?.user
  const publicKey = credentials.adminUserSshPublicKey ?? before?.user?.publicKey
  if (publicKey === undefined && !hasPassword) {
    throw new ArmError(
      400,
      'NoCredentials',
      'userAccountCredentials needs adminUserSshPublicKey or adminUserPassword: nobody could sign in to the nodes.',
      { target: `${path}.userAccountCredentials` },
    )
  }
  const user = { name: credentials.adminUserName, publicKey, hasPassword, path: `${path}.userAccountCredentials` }
  return { ...clusterUser(user), publicKey }
}
