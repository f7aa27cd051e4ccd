import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ConfinedFolder } from '../../share/confined-folder.ts'
import type { FileShares } from '../../share/file-shares.ts'
import type { Actor } from '../../store/records.ts'

/** One request about the files of a workspace, by somebody who may make it. */
export interface FileCall {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly actor: Actor
  readonly query: URLSearchParams
  /** Scheme, host and path as the client wrote them, without the query. */
  readonly address: string
  /** Closed when the answer is sent, or by `keep`'s caller. */
  readonly share: ConfinedFolder
  readonly shares: FileShares
  readonly shareKey: string
  /** For an answer that is still read from the share after the handler has returned: it closes when this is called. */
  keep(): () => Promise<void>
}

/** What is sent; a reply that was sent already answers itself. */
export type FileHandler = (call: FileCall) => Promise<FastifyReply>
