import { moveFault } from '../../../arm/locations.ts'
import { networkOf } from '../../../arm/subnet.ts'
import type { ErrorDetail } from '../../../base/errors.ts'
import type { HostCapacity } from '../../../fleet/fleet.ts'
import { findSize } from '../../../fleet/sizes.ts'
import type { Compute } from './model.ts'

/** What cannot be changed later, and what this host cannot give. Every fault at once. */
export function admitCompute(next: Compute, before: Compute | undefined, host: HostCapacity): ErrorDetail[] {
  const size = findSize(next.size)
  const faults: (ErrorDetail | undefined)[] = [
    size && size.gpus > 0 && !host.hasGpu
      ? fault(
          'NoGpuAvailable',
          'vmSize',
          `${size.name} has ${size.gpus} GPU(s) and this host offers none to containers. Choose a size without GPU, or let an administrator simulate them with "carrel up --simulate-gpu".`,
        )
      : undefined,
  ]
  if (before) faults.push(...changeFaults(next, before))
  return faults.filter((each) => each !== undefined)
}

function changeFaults(next: Compute, before: Compute): (ErrorDetail | undefined)[] {
  return [
    next.size === before.size
      ? undefined
      : fault(
          'PropertyChangeNotAllowed',
          'vmSize',
          `The size of a compute instance is fixed: it is ${before.size}, ${next.size} was asked. Delete it and create it anew.`,
        ),
    next.ssh?.authorizedKey === before.ssh?.authorizedKey && next.inside?.authorizedKey === before.inside?.authorizedKey
      ? undefined
      : fault(
          'PropertyChangeNotAllowed',
          'sshSettings',
          'SSH settings cannot be changed after creation. Delete the instance and create it anew.',
        ),
    next.owner.objectId === before.owner.objectId
      ? undefined
      : fault(
          'PropertyChangeNotAllowed',
          'personalComputeInstanceSettings.assignedUser',
          'The assigned user cannot be changed after creation.',
        ),
    networkOf(next.subnet) === networkOf(before.subnet)
      ? undefined
      : fault(
          'PropertyChangeNotAllowed',
          'subnet.id',
          'The subnet of a compute instance cannot be changed after creation.',
        ),
    next.hasPublicIp === before.hasPublicIp
      ? undefined
      : fault('PropertyChangeNotAllowed', 'enableNodePublicIp', 'enableNodePublicIp cannot be changed after creation.'),
    moveFault('instance', before.location, next.location),
  ]
}

function fault(code: string, property: string, message: string): ErrorDetail {
  return { code, message, target: `properties.properties.${property}` }
}
