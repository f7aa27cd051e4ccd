// What this host cannot give, and what cannot be changed later.

import { moveFault } from '../../../../arm/locations.ts'
import type { ErrorDetail } from '../../../../base/errors.ts'
import { canonicalJson } from '../../../../base/json.ts'
import type { HostCapacity } from '../../../../fleet/fleet.ts'
import { findSize } from '../../../../fleet/sizes.ts'
import type { AmlCluster } from './aml-cluster.ts'

const path = 'properties.properties'

export function admitAml(next: AmlCluster, before: AmlCluster | undefined, host: HostCapacity): ErrorDetail[] {
  const size = findSize(next.size)
  const faults: ErrorDetail[] = []
  if (size && size.gpus > 0 && !host.hasGpu) {
    faults.push({
      code: 'NoGpuAvailable',
      target: `${path}.vmSize`,
      message: `${size.name} has ${size.gpus} GPU(s) and this host offers none to containers. Choose a size without GPU, or let an administrator simulate them with "carrel up --simulate-gpu".`,
    })
  }
  if (before) faults.push(...changeFaults(next, before))
  return faults
}

const howToScale =
  "To change how many nodes there are, send PATCH with { properties: { properties: { scaleSettings } } }, or PUT with the cluster's own values beside new scaleSettings."

const fixed = {
  vmPriority: ({ priority }: AmlCluster) => priority,
  userAccountCredentials: ({ user, secrets }: AmlCluster) => [user, secrets['CARREL_PASSWORD']?.digest],
  subnet: ({ subnet }: AmlCluster) => subnet?.id.toLowerCase(),
  remoteLoginPortPublicAccess: ({ remoteLogin }: AmlCluster) => remoteLogin,
  enableNodePublicIp: ({ hasPublicIp }: AmlCluster) => hasPublicIp,
} as const

function changeFaults(next: AmlCluster, before: AmlCluster): ErrorDetail[] {
  const faults = Object.entries(fixed)
    .filter(([, read]) => canonicalJson(read(next) ?? null) !== canonicalJson(read(before) ?? null))
    .map(([name]) => change(name, `${name} of a cluster cannot be changed after creation. ${howToScale}`))
  if (next.size !== before.size)
    faults.unshift(
      change('vmSize', `The cluster has nodes of ${before.size}, and they cannot become ${next.size}. ${howToScale}`),
    )
  const moved = moveFault('cluster', before.location, next.location)
  return moved ? [...faults, moved] : faults
}

function change(name: string, message: string): ErrorDetail {
  return { code: 'PropertyChangeNotAllowed', target: `${path}.${name}`, message }
}
