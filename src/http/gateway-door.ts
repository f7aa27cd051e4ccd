// What the gateway tells the server over their socket. The gateway never forwards a client's request to `/internal`.

import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { readBody } from '../arm/read-body.ts'
import { ArmError } from '../base/errors.ts'

export interface GatewayDoorOptions {
  /** The port could not be listened on: another is to be taken and recorded. */
  moveSshPort(resourceKey: string, port: number): Promise<void>
  /** Last activity by app label, epoch milliseconds. */
  recordActivity(lastSeen: ReadonlyMap<string, number>): void
}

const portSchema = z.object({ key: z.string(), port: z.int() })
const activitySchema = z.record(z.string(), z.number())

export function mountGatewayDoor(app: FastifyInstance, options: GatewayDoorOptions): void {
  // What comes from outside carries the name it was sent to; the gateway's own calls do not.
  app.addHook('onRequest', async (request) => {
    if (request.url.startsWith('/internal/') && request.headers['x-forwarded-host'] !== undefined)
      throw new ArmError(404, 'NotFound', 'Nothing is at this address.')
  })
  app.post('/internal/ssh-port-in-use', async (request, reply) => {
    const { key, port } = readBody(portSchema, request.body)
    await options.moveSshPort(key, port)
    return reply.code(204).send()
  })
  app.post('/internal/activity', async (request, reply) => {
    options.recordActivity(new Map(Object.entries(readBody(activitySchema, request.body))))
    return reply.code(204).send()
  })
}
