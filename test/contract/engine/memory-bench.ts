import { createMemoryEngine } from '../../../src/engine/memory/memory-engine.ts'
import type { EngineBench } from '../engine.contract.ts'

export async function openMemoryBench(): Promise<EngineBench> {
  const channelKey = Buffer.alloc(32, 3)
  const engine = createMemoryEngine({ channelKey })
  const neighbour = createMemoryEngine({ channelKey: Buffer.alloc(32, 4) })
  return {
    engine,
    neighbour,
    channelKey,
    image: 'any',
    lose: (key) => engine.lose(key),
    end: (key) => engine.exit(key, 'Exited'),
    // Another installation's machine is none of this engine's.
    reaches: (from, to, port) => engine.reaches(from.key, to.key, port),
    [Symbol.asyncDispose]: async () => {
      await engine[Symbol.asyncDispose]()
      await neighbour[Symbol.asyncDispose]()
    },
  }
}
