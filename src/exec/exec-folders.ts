// Where `exec` keeps things: what tools are to find again, such as who is signed in, by installation in the caller's own
// folder; what belongs to one run, in a temporary one that goes with it. Nobody else can look into either.

import { createHash } from 'node:crypto'
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ExecTarget } from './exec-target.ts'

export interface ExecFolders extends AsyncDisposable {
  /** For `AZURE_CONFIG_DIR`. */
  readonly config: string
  /** Removed with this object. */
  readonly run: string
}

export interface FolderOptions {
  /** The caller's folder for configuration of Carrel's. */
  readonly home: string
  readonly target: ExecTarget
  readonly isFresh: boolean
  readonly isRegistered: boolean
}

export async function openExecFolders(options: FolderOptions): Promise<ExecFolders> {
  const run = await mkdtemp(join(tmpdir(), 'carrel-exec-'))
  const config = join(options.isFresh ? run : persistentFolder(options), options.isRegistered ? 'registered' : 'azure')
  await mkdir(config, { recursive: true, mode: 0o700 })
  await chmod(config, 0o700)
  return { config, run, [Symbol.asyncDispose]: () => rm(run, { recursive: true, force: true }) }
}

/** Another installation at the same address has another tenant. */
export function persistentFolder({ home, target }: Pick<FolderOptions, 'home' | 'target'>): string {
  const name = createHash('sha256').update(`${target.endpoint}\n${target.tenantId}`).digest('hex').slice(0, 16)
  return join(home, 'exec', name)
}
