// A door for whoever owns the data folder: a 0600 Unix socket through which `up` makes the first administrator, and a test
// moves the clock.

import { chmod, rm } from 'node:fs/promises'
import fastify, { type FastifyInstance } from 'fastify'
import { z } from 'zod'
import { readBody } from '../arm/read-body.ts'
import type { ShiftedClock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import { renderError } from '../http/render-error.ts'
import type { BootstrapRequest } from './bootstrap.ts'

export interface ControlSocketOptions {
  readonly path: string
  readonly log: Log
  bootstrap(request: BootstrapRequest): Promise<unknown>
  /** Only on a server started with `--test-clock`. */
  readonly testClock: ShiftedClock | undefined
  nudge(): void
}

const bootstrapSchema = z.object({
  userName: z.string().min(1).max(120),
  reissue: z.array(z.enum(['password', 'secret'])).optional(),
})
const advanceSchema = z.object({ ms: z.number().nonnegative() })

export async function openControlSocket(options: ControlSocketOptions): Promise<FastifyInstance> {
  const app = fastify({ logger: false, forceCloseConnections: true })
  app.setErrorHandler((error, _request, reply) => renderError(error, reply, options.log))
  app.post('/bootstrap', async (request) => options.bootstrap(readBody(bootstrapSchema, request.body)))
  const { testClock } = options
  if (testClock) {
    app.post('/clock/advance', async (request) => {
      testClock.advance(readBody(advanceSchema, request.body).ms)
      options.nudge()
      return { now: new Date(testClock.now()).toISOString() }
    })
  }
  await rm(options.path, { force: true })
  await app.listen({ path: options.path })
  await chmod(options.path, 0o600)
  return app
}
