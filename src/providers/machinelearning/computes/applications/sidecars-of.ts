import { withTag } from '../../../../base/image-reference.ts'
import type { NodeTemplate } from '../../../../fleet/fleet.ts'
import type { CustomService } from './custom-service-wire.ts'

type Sidecar = NonNullable<NodeTemplate['sidecars']>[number]

/** All of them together, beside the instance's own programs; as many processors each, so that one cannot starve the rest. */
const memoryShare = 0.5
const processes = 2048
const defaultMemoryDisk = 64 * 1024 ** 2

export function sidecarsOf(
  services: readonly CustomService[] | undefined,
  { cpus, memoryBytes }: NodeTemplate['limits'],
): Sidecar[] {
  const all = services ?? []
  const together = Math.floor(memoryBytes * memoryShare)
  const limits = { cpus, memoryBytes: Math.floor(together / Math.max(1, all.length)), pids: processes }
  return all.map((service) => ({
    name: service.name,
    image: withTag(service.image.reference),
    environment: Object.fromEntries(
      Object.entries(service.environmentVariables ?? {}).map(([name, { value }]) => [name, value]),
    ),
    limits,
    mounts: (service.volumes ?? []).map((volume) => mountOf(volume, together)),
  }))
}

function mountOf(volume: NonNullable<CustomService['volumes']>[number], most: number): Sidecar['mounts'][number] {
  const path = plain(volume.target)
  if (volume.type === 'tmpfs') return { path, memoryBytes: Math.min(volume.tmpfs?.size ?? defaultMemoryDisk, most) }
  return { path, source: plain(volume.source ?? ''), isReadOnly: volume.readOnly === true }
}

function plain(path: string): string {
  return path.replaceAll(/\/{2,}/g, '/').replace(/(.)\/$/, '$1')
}
