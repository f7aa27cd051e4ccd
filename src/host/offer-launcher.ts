// `carrel` on PATH: a link to the clone's launcher, made when the person says yes, else named.

import { lstat, mkdir, realpath, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { isYes } from './live-restore.ts'
import { isRoot, type Owner } from './owner.ts'
import { findCommand } from './run-command.ts'

const launcher = join(import.meta.dirname, '..', '..', 'carrel')

export interface OfferLauncherOptions {
  readonly owner: Owner
  readonly isInteractive: boolean
  /** With `--yes`. */
  readonly isAgreed: boolean
  readonly say: (line: string) => void
}

export async function offerLauncher({ owner, isInteractive, isAgreed, say }: OfferLauncherOptions): Promise<void> {
  const found = await findCommand('carrel')
  if (found !== undefined && (await realpath(found)) === (await realpath(launcher))) return
  const folder = isRoot() ? '/usr/local/bin' : join(owner.home, '.local', 'bin')
  const link = join(folder, 'carrel')
  const isFree = await lstat(link).then(
    () => false,
    () => true,
  )
  if (!isFree || (!isAgreed && !isInteractive)) {
    say(`  "carrel" is not on PATH: ln -s ${launcher} ${link}${isFree ? '' : ' (something else is there)'}`)
    return
  }
  if (!isAgreed && !(await isYes(`Put carrel on PATH, as ${link}? [y/N] `))) return
  await mkdir(folder, { recursive: true })
  await symlink(launcher, link)
}
