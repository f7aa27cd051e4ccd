// The output files of jobs, by links that are good for a while and for one file. No sign-in: the link is what its reader was
// given by somebody who may list them. Clients follow a growing file by asking for what lies beyond what they have.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ArmError } from '../base/errors.ts'
import type { Log } from '../base/log.ts'
import type { ConfinedFolder } from '../share/confined-folder.ts'
import { fileFault } from './files/file-fault.ts'
import { sendFile } from './files/send-file.ts'
import { identifyRequest } from './request-context.ts'

export interface JobFilesOptions {
  readonly log: Log
  readonly path: string
  /** Throws ArmError 403 for what is no link, or not any more. */
  fileOf(signature: string): { readonly share: string; readonly path: readonly string[] }
  /** The caller disposes. */
  openShare(key: string): Promise<ConfinedFolder | undefined>
}

export function mountJobFiles(scope: FastifyInstance, options: JobFilesOptions): void {
  scope.addHook('onRequest', async (request, reply) => identifyRequest(request, reply))
  scope.route({
    method: ['GET', 'HEAD'],
    url: options.path,
    exposeHeadRoute: false,
    handler: (request, reply) => answer(options, request, reply),
  })
}

async function answer(options: JobFilesOptions, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { sig } = request.query as Record<string, unknown>
  const { share: key, path } = options.fileOf(typeof sig === 'string' ? sig : '')
  await using share = await options.openShare(key)
  if (share === undefined) throw new ArmError(404, 'FileNotFound', 'The file is not there any more.')
  try {
    // What is sent outlives the folder it was opened in.
    return await sendFile({ request, reply, share, path })
  } catch (error) {
    options.log.debug({ err: error }, 'a file of a job could not be read')
    throw fileFault(error)
  }
}
