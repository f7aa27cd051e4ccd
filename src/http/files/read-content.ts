import type { FastifyReply } from 'fastify'
import { pathIn } from './asked-path.ts'
import type { FileCall } from './file-call.ts'
import { sendFile } from './send-file.ts'

/** The file at `path`. */
export function readContent({ request, reply, query, share }: FileCall): Promise<FastifyReply> {
  return sendFile({ request, reply, share, path: pathIn(query) })
}
