// Docker's events about our machines, as hints. The stream is opened again whenever it ends.

import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import type { MachineKey } from '../engine.ts'
import type { DockerContext } from './docker-context.ts'
import { labels } from './names.ts'

const pauseMs = 2000

export async function* machineEvents(context: DockerContext, signal: AbortSignal): AsyncIterable<MachineKey> {
  while (!signal.aborted) {
    try {
      yield* untilItEnds(context, signal)
    } catch (error) {
      if (!signal.aborted) context.log.warn({ err: error }, 'events of Docker ended; opened again')
    }
    await delay(pauseMs, undefined, { signal }).catch(() => undefined)
  }
}

async function* untilItEnds(context: DockerContext, signal: AbortSignal): AsyncIterable<MachineKey> {
  const filters = JSON.stringify({
    type: ['container'],
    event: ['start', 'die', 'oom', 'destroy'],
    label: [`${labels.installation}=${context.installationId}`],
  })
  const stream = (await context.docker.getEvents({ filters })) as Readable
  const close = (): void => void stream.destroy()
  signal.addEventListener('abort', close)
  try {
    for await (const line of createInterface({ input: stream })) {
      const key = keyIn(line)
      if (key !== undefined) yield key
    }
  } finally {
    signal.removeEventListener('abort', close)
    stream.destroy()
  }
}

function keyIn(line: string): MachineKey | undefined {
  const event = JSON.parse(line) as { Actor?: { Attributes?: Record<string, string> } }
  return event.Actor?.Attributes?.[labels.machine]
}
