// Runs a command written for public Azure against an installation: its own variables, a proxy that stands for Azure's
// host names, a file of authorities. All of it is gone when the command is, except what its tools keep.

import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { environmentFor, extensionFolder } from './environment.ts'
import { openExecFolders } from './exec-folders.ts'
import type { ExecTarget } from './exec-target.ts'
import { createNotices } from './notices.ts'
import { type Ended, runCommand } from './run-command.ts'
import { type RunningProxy, startProxy } from './start-proxy.ts'
import { trustBundle } from './trust-bundle.ts'

export interface ExecOptions {
  readonly target: ExecTarget
  /** The caller's folder for configuration of Carrel's. */
  readonly home: string
  readonly command: string
  readonly args: readonly string[]
  /** Name the cloud by variable instead of standing in for Azure's names. */
  readonly isRegistered: boolean
  /** Forget afterwards what the tools kept. */
  readonly isFresh: boolean
  /** What becomes of hosts that are not Azure's. */
  readonly others: 'pass' | 'refuse'
  /** Hosts of Azure that are passed on all the same. */
  readonly passedHosts: readonly string[]
}

/** How the command ended. */
export async function exec(options: ExecOptions): Promise<Ended> {
  const { target, isRegistered, command, args } = options
  const before = process.env
  await using folders = await openExecFolders(options)
  const notices = createNotices((text) => process.stderr.write(text))
  await using proxy: RunningProxy | undefined = isRegistered
    ? undefined
    : await startProxy({ ...options, environment: before, notices })
  const bundleFile = join(folders.run, 'authorities.pem')
  const added = [target.authority, proxy?.authority].filter((each) => each !== undefined)
  await writeFile(bundleFile, await trustBundle(before, added))
  const extensions = extensionFolder(before, homedir())
  const env = environmentFor(before, {
    endpoint: target.endpoint,
    configFolder: folders.config,
    bundleFile,
    extensionFolder: existsSync(extensions) ? extensions : undefined,
    proxyUrl: proxy?.url,
  })
  return await runCommand({ command, args, env })
}
