import { networkOf } from '../../../arm/subnet.ts'
import type { ErrorDetail } from '../../../base/errors.ts'
import { canonicalJson } from '../../../base/json.ts'
import type { HostCapacity } from '../../../fleet/fleet.ts'
import { findSize } from '../../../fleet/sizes.ts'
import type { Cluster } from './cluster.ts'

/** What this host cannot give, and what cannot be changed later: all but how many nodes there are. */
export function admitCluster(next: Cluster, before: Cluster | undefined, host: HostCapacity): ErrorDetail[] {
  const size = findSize(next.size)
  const faults: ErrorDetail[] = []
  if (size && size.gpus > 0 && !host.hasGpu) {
    faults.push({
      code: 'NoGpuAvailable',
      target: 'properties.vmSize',
      message: `${size.name} has ${size.gpus} GPU(s) and this host offers none to containers. Choose a size without GPU, such as STANDARD_D2_V2, or let an administrator simulate them with "carrel up --simulate-gpu".`,
    })
  }
  if (before) faults.push(...changeFaults(next, before))
  return faults
}

const fixed = {
  vmSize: ({ size }: Cluster) => size,
  vmPriority: ({ priority }: Cluster) => priority,
  'virtualMachineConfiguration.imageReference': ({ image }: Cluster) => image,
  userAccountSettings: ({ user, secrets }: Cluster) => [user, secrets['CARREL_PASSWORD']?.digest],
  'nodeSetup.setupTask': ({ setupTask, secrets }: Cluster) => [
    setupTask,
    setupTask?.secretNames.map((name) => secrets[name]?.digest),
  ],
  'nodeSetup.mountVolumes': ({ volumes }: Cluster) => volumes,
  subnet: ({ subnet }: Cluster) => networkOf(subnet) ?? null,
} as const

function changeFaults(next: Cluster, before: Cluster): ErrorDetail[] {
  return Object.entries(fixed)
    .filter(([, read]) => canonicalJson(read(next)) !== canonicalJson(read(before)))
    .map(([name]) => ({
      code: 'PropertyChangeNotAllowed',
      target: `properties.${name}`,
      message: changeMessage(name, next, before),
    }))
}

function changeMessage(name: string, next: Cluster, before: Cluster): string {
  const what = name === 'vmSize' ? `is ${before.size} and cannot become ${next.size}` : 'cannot be changed'
  return `${name} of a cluster ${what}: only scaleSettings can. Delete the cluster and create it anew.`
}
