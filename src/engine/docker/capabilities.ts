// What the machines of a Docker share: as Docker says it, or, while it does not answer, as the host does. A server that
// starts while Docker is away has to take stops and deletions all the same.

import { existsSync } from 'node:fs'
import { availableParallelism, totalmem } from 'node:os'
import type Docker from 'dockerode'
import type { EngineCapabilities } from '../engine.ts'
import { openDocker } from './open-docker.ts'

const patienceMs = 5000

/** Asks Docker until it has answered once: what a host has does not change while this runs. */
export function dockerCapabilities(socketPath: string): () => Promise<EngineCapabilities> {
  const docker = openDocker({ socketPath, patienceMs })
  let known: Promise<EngineCapabilities> | undefined
  return () => {
    known ??= readCapabilities(docker).catch((error: unknown) => {
      known = undefined
      throw error
    })
    return known
  }
}

/** The local host's own numbers. */
export function hostCapabilities(): EngineCapabilities {
  return { cpus: availableParallelism(), memoryBytes: totalmem(), gpu: existsSync('/dev/nvidiactl') }
}

async function readCapabilities(docker: Docker): Promise<EngineCapabilities> {
  const info = (await docker.info()) as { NCPU: number; MemTotal: number; Runtimes?: Record<string, unknown> }
  return { cpus: info.NCPU, memoryBytes: info.MemTotal, gpu: 'nvidia' in (info.Runtimes ?? {}) }
}
