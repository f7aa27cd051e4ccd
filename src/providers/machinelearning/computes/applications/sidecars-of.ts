import type { NodeTemplate } from '../../../../fleet/fleet.ts'
import type { CustomService } from './custom-service-wire.ts'

type Sidecar = NonNullable<NodeTemplate['sidecars']>[number]

/** Each beside the instance's own programs: as many processors, half its memory, so that one cannot starve the rest. */
const memoryShare = 0.5
const processes = 2048
const defaultMemoryDisk = 64 * 1024 ** 2

export function sidecarsOf(
  services: readonly CustomService[] | undefined,
  { cpus, memoryBytes }: NodeTemplate['limits'],
): Sidecar[] {
  const limits = { cpus, memoryBytes: Math.floor(memoryBytes * memoryShare), pids: processes }
  return (services ?? []).map((service) => ({
    name: service.name,
    image: withTag(service.image.reference),
    environment: Object.fromEntries(
      Object.entries(service.environmentVariables ?? {}).map(([name, { value }]) => [name, value]),
    ),
    limits,
    mounts: (service.volumes ?? []).map((volume) => mountOf(volume, limits.memoryBytes)),
  }))
}

/** Without one, Docker would fetch every tag there is. */
function withTag(reference: string): string {
  const last = reference.split('/').at(-1) ?? ''
  return last.includes(':') || last.includes('@') ? reference : `${reference}:latest`
}

function mountOf(volume: NonNullable<CustomService['volumes']>[number], most: number): Sidecar['mounts'][number] {
  const path = plain(volume.target)
  if (volume.type === 'tmpfs') return { path, memoryBytes: Math.min(volume.tmpfs?.size ?? defaultMemoryDisk, most) }
  return { path, source: plain(volume.source ?? ''), isReadOnly: volume.readOnly === true }
}

function plain(path: string): string {
  return path.replaceAll(/\/{2,}/g, '/').replace(/(.)\/$/, '$1')
}
