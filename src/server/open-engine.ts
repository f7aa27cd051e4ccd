import { realpath } from 'node:fs/promises'
import type { Clock } from '../base/clock.ts'
import { allowedImagesIn } from '../base/image-reference.ts'
import type { Log } from '../base/log.ts'
import type { Config, Secrets } from '../config.ts'
import type { Engine } from '../engine/engine.ts'
import type { ConfinedFolder } from '../share/confined-folder.ts'
import type { PublishedFolders } from '../share/host-folder/published-folders.ts'
import { simulatedFolders } from '../share/host-folder/simulated-folders.ts'
import { openIfThere } from '../share/open-if-there.ts'

export interface OpenedEngine {
  readonly engine: Engine
  readonly folders: PublishedFolders
  removeShare(key: string): Promise<void>
  /** Undefined: no node has had it yet, so it is empty. */
  openShare(key: string): Promise<ConfinedFolder | undefined>
}

/** The engine the installation was made with. Docker is loaded only where it is used. */
export async function openEngine(options: {
  config: Config
  secrets: Secrets
  clock: Clock
  log: Log
}): Promise<OpenedEngine> {
  const { config, secrets, clock, log } = options
  const { installation, paths } = config
  if (installation.engine === 'memory') {
    const { createMemoryEngine } = await import('../engine/memory/memory-engine.ts')
    const engine = createMemoryEngine({ channelKey: secrets.channelKey, clock })
    const folders = simulatedFolders({ own: [paths.data] })
    return { engine, folders, removeShare: async () => undefined, openShare: async () => undefined }
  }
  const [
    { createDockerEngine },
    { discard },
    { shareFolder },
    { ensureVolumesMount },
    { publishedOnHost },
    { dockerFolders },
  ] = await Promise.all([
    import('../engine/docker/docker-engine.ts'),
    import('../engine/docker/discard.ts'),
    import('../engine/docker/machine-folders.ts'),
    import('../host/ensure-volumes-mount.ts'),
    import('../engine/docker/published-on-host.ts'),
    import('../engine/docker/docker-folders.ts'),
  ])
  await ensureVolumesMount(paths)
  // As the kernel spells it where it tells what is mounted.
  const [data, volumes] = await Promise.all([realpath(paths.data), realpath(paths.volumes)])
  const docker = dockerFolders(installation.dockerSocket)
  const engine = createDockerEngine({
    socketPath: installation.dockerSocket,
    installationId: installation.installationId,
    channelKey: secrets.channelKey,
    paths: { volumes, supervisor: paths.supervisor },
    networkRange: installation.networkRange,
    allowedImages: allowedImagesIn(installation.allowedImages),
    fetchedImagesBytes:
      installation.fetchedImagesGiB === undefined ? undefined : installation.fetchedImagesGiB * 1024 ** 3,
    mounts: { max: installation.maxMounts ?? 16, image: installation.image },
    log,
  })
  return {
    engine,
    folders: publishedOnHost({ volumes, own: async () => [data, ...(await docker())] }),
    removeShare: (key) => discard(shareFolder(volumes, key), { volumes, log }),
    openShare: (key) => openIfThere(shareFolder(volumes, key)),
  }
}
