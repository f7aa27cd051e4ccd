import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { Config, Secrets } from '../config.ts'
import type { Engine } from '../engine/engine.ts'
import type { ConfinedFolder } from '../share/confined-folder.ts'
import { openIfThere } from '../share/open-if-there.ts'

export interface OpenedEngine {
  readonly engine: Engine
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
    return { engine, removeShare: async () => undefined, openShare: async () => undefined }
  }
  const [{ createDockerEngine }, { discard }, { shareFolder }, { ensureVolumesMount }] = await Promise.all([
    import('../engine/docker/docker-engine.ts'),
    import('../engine/docker/discard.ts'),
    import('../engine/docker/machine-folders.ts'),
    import('../host/ensure-volumes-mount.ts'),
  ])
  await ensureVolumesMount(paths)
  const engine = createDockerEngine({
    socketPath: installation.dockerSocket,
    installationId: installation.installationId,
    channelKey: secrets.channelKey,
    paths: { volumes: paths.volumes, supervisor: paths.supervisor },
    networkRange: installation.networkRange,
    log,
  })
  return {
    engine,
    removeShare: (key) => discard(shareFolder(paths.volumes, key), { volumes: paths.volumes, log }),
    openShare: (key) => openIfThere(shareFolder(paths.volumes, key)),
  }
}
