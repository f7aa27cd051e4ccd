// Docker's events about our machines, as hints. The stream is opened again whenever it ends, and is open as soon as Docker
// answers again.

import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import type { MachineKey } from '../engine.ts'
import type { DockerContext } from './docker-context.ts'
import { labels } from './names.ts'

/** A socket that nobody listens at costs nothing to try. */
const pauseMs = 250

export async function* machineEvents(context: DockerContext, signal: AbortSignal): AsyncIterable<MachineKey | 'back'> {
  let isTold = false
  while (!signal.aborted) {
    try {
      for await (const hint of untilItEnds(context, signal)) {
        isTold = false
        yield hint
      }
    } catch (error) {
      if (!signal.aborted && !isTold) context.log.warn({ err: error }, 'events of Docker ended; opened again')
      isTold = true
    }
    await delay(pauseMs, undefined, { signal }).catch(() => undefined)
  }
}

async function* untilItEnds(context: DockerContext, signal: AbortSignal): AsyncIterable<MachineKey | 'back'> {
  const filters = JSON.stringify({
    type: ['container'],
    event: ['start', 'die', 'oom', 'destroy'],
    label: [`${labels.installation}=${context.installationId}`],
  })
  // Docker answers before it listens itself: what happens in between is told from its memory.
  const since = context.clock.now() / 1000
  const stream = (await context.docker.getEvents({ filters, since })) as Readable
  const close = (): void => void stream.destroy()
  signal.addEventListener('abort', close)
  try {
    yield 'back'
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
