// Our settings in a person's `~/.ssh`: one file of ours for each workspace, and one line in theirs, at the top, that
// includes all of ours. Doing it again changes nothing; nothing else of theirs is touched.
//   ~/.ssh/carrel/<workspace>.conf
//   ~/.ssh/config:  Include carrel/*.conf

import { createHash } from 'node:crypto'
import { mkdir, readFile, realpath, rm, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { writeWhole } from '../../base/write-whole.ts'

const includeLine = 'Include carrel/*.conf'

/** `place`: whose settings these are; others' stay. Answers the file. */
export async function writeSshConfig(place: string, text: string, home = homedir()): Promise<string> {
  const file = fileOf(place, home)
  await mkdir(join(home, '.ssh', 'carrel'), { recursive: true, mode: 0o700 })
  await writeWhole(file, `# Written by "carrel ssh-config --write"; changes are lost.\n\n${text}`, { mode: 0o600 })
  await include(join(home, '.ssh', 'config'))
  return file
}

export async function removeSshConfig(place: string, home = homedir()): Promise<void> {
  await rm(fileOf(place, home), { force: true })
}

function fileOf(place: string, home: string): string {
  return join(home, '.ssh', 'carrel', `${createHash('sha256').update(place).digest('hex').slice(0, 16)}.conf`)
}

/** At the top: behind a `Host` line it would hold for that host alone. */
async function include(config: string): Promise<void> {
  const before = await readFile(config, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  if (before.split(/\r?\n/).some((line) => line.trim() === includeLine)) return
  // Whoever keeps the file elsewhere has a link here, which must stay one.
  const file = await realpath(config).catch(() => config)
  const mode = await stat(file).then(
    (found) => found.mode & 0o777,
    () => 0o600,
  )
  await writeWhole(file, `${includeLine}\n${before === '' ? '' : '\n'}${before}`, { mode })
}
