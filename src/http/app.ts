// The server's HTTP: ARM behind bearer tokens, and what other layers mount beside it. It listens on a Unix socket; the
// gateway in front says which host and scheme the client used, and is the only one who can.

import { randomUUID } from 'node:crypto'
import fastify, { type FastifyInstance } from 'fastify'
import { ArmError } from '../base/errors.ts'
import type { Log } from '../base/log.ts'
import { type MountArmOptions, mountArm } from './mount-arm.ts'
import { refuseNul } from './refuse-nul.ts'
import { renderError } from './render-error.ts'
import { identifyRequest } from './request-context.ts'

export interface AppOptions extends MountArmOptions {
  readonly log: Log
  /** Mounts sign-in, pages and the doors of the gateway. */
  mount(app: FastifyInstance): Promise<void>
}

const maxBodyBytes = 4 * 1024 * 1024

export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const app = fastify({
    logger: false,
    trustProxy: true,
    bodyLimit: maxBodyBytes,
    genReqId: () => randomUUID(),
    forceCloseConnections: 'idle',
    // What got here before the listener closed is answered; who comes later waits in the gateway for the next server.
    return503OnClosing: false,
    routerOptions: { maxParamLength: 1024, ignoreDuplicateSlashes: true, caseSensitive: false },
    onProtoPoisoning: 'ignore',
    // What the router itself cannot read, before any route's handlers.
    frameworkErrors: (error, request, reply) => {
      identifyRequest(request, reply)
      return renderError(error, reply, options.log)
    },
  })
  app.setErrorHandler((error, _request, reply) => renderError(error, reply, options.log))
  app.setNotFoundHandler((request, reply) => {
    identifyRequest(request, reply)
    return renderError(new ArmError(404, 'NotFound', 'Nothing is at this address.'), reply, options.log)
  })
  app.addHook('onRequest', refuseNul)
  app.get('/healthz', async () => {
    await options.store.nextDue()
    return { status: 'ok' }
  })
  await app.register(async (scope) => options.mount(scope))
  await app.register(async (scope) => mountArm(scope, options))
  return app
}
