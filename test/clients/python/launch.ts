// The two ways in which a program written for public Azure reaches an installation.

import { carrel, type Product } from '../../support/product.ts'
import { cacheFolder } from './cache-folder.ts'

/** `registered`: the program is told of another cloud. `exec`: it believes in public Azure, below `carrel exec`. */
export type Mode = 'registered' | 'exec'

export interface Launch {
  readonly file: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
}

/** `home` is the program's own: clients keep addresses they have seen in it. */
export function launch(
  { facts, data }: Product,
  how: { readonly mode: Mode; readonly home: string; readonly command: readonly [string, ...string[]] },
): Launch {
  const [program, ...args] = how.command
  const env = { PATH: process.env['PATH'], HOME: how.home, CARREL_CACHE: cacheFolder }
  if (how.mode === 'exec') return { file: carrel, args: ['exec', '--data', data, '--', program, ...args], env }
  const { endpoint, caFile } = facts
  return {
    file: program,
    args,
    env: {
      ...env,
      REQUESTS_CA_BUNDLE: caFile,
      SSL_CERT_FILE: caFile,
      ARM_CLOUD_METADATA_URL: `${endpoint}/metadata/endpoints?api-version=2019-05-01`,
    },
  }
}
