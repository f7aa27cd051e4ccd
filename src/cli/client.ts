// The CLI's way to the API: the same HTTPS and tokens as any client. On the host itself it signs in with the principal
// that `up` made and kept 0600 in the data folder.

import { join } from 'node:path'
import { type Config, dataFolder, readConfig } from '../config.ts'
import { type Principal, readPrincipal } from '../host/admin-files.ts'
import { type ApiClient, createApiClient } from '../host/api-client.ts'
import { StepFailure } from '../host/step-failure.ts'
import { ApiError } from './api-error.ts'

export interface Client {
  readonly config: Config
  readonly caFile: string
  readonly credentials: Principal
  /** Throws `ApiError` with the API's code and message. */
  call<T>(method: string, path: string, body?: unknown): Promise<T>
}

export async function openClient(data: string | undefined): Promise<Client> {
  const config = await readConfig(dataFolder(data))
  const { paths, localEndpoint, installation } = config
  const caFile = join(paths.tls, 'ca.pem')
  const credentials = await readPrincipal(paths)
  if (credentials === undefined)
    throw new StepFailure(`there is no principal in ${paths.admin} to sign in with`, 'run "carrel up", which makes one')
  let api: Promise<ApiClient> | undefined
  // A failure to sign in is not remembered: the next call may find Carrel up.
  const signIn = () =>
    createApiClient(localEndpoint, caFile, { tenantId: installation.tenantId, ...credentials }).catch(
      (error: unknown) => {
        api = undefined
        throw error
      },
    )
  return {
    config,
    caFile,
    credentials,
    async call<T>(method: string, path: string, body?: unknown): Promise<T> {
      api ??= signIn()
      const answer = await (await api).send(method, path, body)
      if (answer.status >= 400) throw ApiError.from(answer)
      return answer.body as T
    },
  }
}
