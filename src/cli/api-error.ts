import { z } from 'zod'
import { whatLists } from './what-lists.ts'

const errorSchema = z.object({
  error: z.object({ code: z.string(), message: z.string(), nextStep: z.string().optional() }),
})

/** What a server says to a request that it does not know at all. */
const ofAnotherVersion = new Set(['InvalidApiVersionParameter', 'NoRegisteredProviderFound', 'InvalidResourceType'])
const versionStep =
  'this command line and the server may be of different versions; the server’s own is at its address, under /cli'

/** What the API refused, in its own words. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly status: number
  readonly code: string
  readonly nextStep: string | undefined

  constructor(status: number, error: { code: string; message: string; nextStep?: string | undefined }) {
    super(`${error.message} (${error.code})`)
    this.status = status
    this.code = error.code
    this.nextStep = error.nextStep ?? (ofAnotherVersion.has(error.code) ? versionStep : whatLists(error))
  }

  static from(answer: { readonly status: number; readonly body: unknown }): ApiError {
    const told = errorSchema.safeParse(answer.body)
    return new ApiError(
      answer.status,
      told.success ? told.data.error : { code: String(answer.status), message: 'The API gave no reason.' },
    )
  }
}
