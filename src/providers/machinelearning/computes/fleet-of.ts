// A compute instance is a fleet of one node. Pure: desired → spec, and node → status.

import { createHash } from 'node:crypto'
import { networkOf } from '../../../arm/subnet.ts'
import { TerminalError } from '../../../base/errors.ts'
import { cappedLimits } from '../../../fleet/capped-limits.ts'
import { datastoreMounts, datastoreType } from '../../../fleet/datastores.ts'
import type { FleetSettings, FleetSpec, NodeRecord, NodeTemplate } from '../../../fleet/fleet.ts'
import { findSize } from '../../../fleet/sizes.ts'
import type { ResourceRecord } from '../../../store/records.ts'
import type { ListQuery } from '../../../store/store.ts'
import { appLabel } from './app-label.ts'
import { appRoutes } from './applications/app-routes.ts'
import { sidecarsOf } from './applications/sidecars-of.ts'
import type { ComputeRecord } from './lifecycle.ts'
import type { Compute, ComputeStatus } from './model.ts'
import { setupOf } from './scripts/setup-of.ts'

const user = { name: 'azureuser', uid: 1000, hasSudo: true }
const home = `/home/${user.name}`
const code = `${home}/cloudfiles/code`
const data = `${home}/cloudfiles/data`

export function computeFleet(
  record: ComputeRecord,
  settings: FleetSettings,
  datastores: readonly ResourceRecord[] = [],
): FleetSpec {
  const { desired } = record
  return {
    engine: settings.engine,
    count: 1,
    power: desired.power,
    boot: desired.boot,
    template: withDatastores(templateOf(record, settings), datastores),
  }
}

/** Folders of the host that its workspace shows in each of its instances. */
export function computeDatastores({ parentKey }: ComputeRecord): ListQuery {
  return { type: datastoreType, parentKey }
}

function withDatastores(template: NodeTemplate, datastores: readonly ResourceRecord[]): NodeTemplate {
  return { ...template, mounts: [...template.mounts, ...datastoreMounts(datastores, data)] }
}

export function computeStatus(_record: ComputeRecord, nodes: readonly NodeRecord[]): ComputeStatus {
  const node = nodes[0]?.observed
  return {
    phase: node?.phase,
    boot: node?.boot,
    privateIpAddress: node?.endpoint?.host,
    cause: node?.cause,
    sshHostKeys: node?.sshHostKeys ?? [],
    setup: node?.setup,
    offers: node?.offers,
    sidecars: node?.sidecars,
  }
}

/** The workspace's share, mounted in each of its instances. */
export function shareKey(workspaceKey: string): string {
  return createHash('sha256').update(workspaceKey).digest('hex').slice(0, 24)
}

function templateOf(record: ComputeRecord, settings: FleetSettings): NodeTemplate {
  const { desired, name } = record
  const size = findSize(desired.size)
  if (!size)
    throw new TerminalError('VmSizeNotSupported', `The VM size '${desired.size}' is not offered any more.`, {
      nextStep: 'Delete the instance and create it with another size.',
    })
  const setup = setupOf(desired.setup, {
    ...{ computeName: name, computeId: record.id, share: code, userName: user.name },
    environment: { NBVM_HOME: home },
  })
  const [lab, term] = [appLabel(name, 'lab'), appLabel(name, 'term')]
  const { limits } = cappedLimits(size, settings.host)
  const sidecars = sidecarsOf(desired.customServices, limits)
  return {
    image: settings.image,
    limits,
    mounts: [
      { path: home, source: { kind: 'volume', key: '{node}' }, isReadOnly: false },
      { path: code, source: { kind: 'share', key: shareKey(record.parentKey) }, isReadOnly: false },
    ],
    config: {
      user,
      authorizedKeys: keysOf(desired),
      environment: { CI_NAME: name, CI_WORKSPACE: record.parentKey.split('/').at(-1) ?? '', NBVM_HOME: home },
      folders: [`${code}/Users/${folderOf(desired.owner.name)}`],
      apps: ['lab', 'term'],
      origins: { lab: settings.originOf(lab), term: settings.originOf(term) },
    },
    ...(setup === undefined ? {} : { setup }),
    ...(desired.subnet === undefined ? {} : { network: networkOf(desired.subnet) }),
    ...(sidecars.length === 0 ? {} : { sidecars }),
    apps: appRoutes(name, desired.customServices),
    ownerId: desired.owner.objectId,
    ssh: desired.ssh && desired.hasPublicIp ? { host: settings.sshAddress, port: desired.ssh.port } : undefined,
  }
}

/** Inside a subnet there is SSH in any case, for keys that the user adds in the instance too. */
function keysOf({ ssh, inside, subnet }: Compute): string[] | undefined {
  const key = ssh ?? inside
  if (key !== undefined) return [key.authorizedKey]
  return subnet === undefined ? undefined : []
}

/** A user's folder on the share: the name before '@', as a harmless file name. */
function folderOf(userName: string): string {
  const alias = (userName.split('@')[0] ?? '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]/g, '-')
    .replace(/^[.-]+/, '')
  return alias === '' ? 'user' : alias.slice(0, 64)
}
