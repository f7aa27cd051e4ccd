// Which key of this person may sign in to a new instance by SSH.

import { execFile } from 'node:child_process'
import { mkdir, readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { CliFailure } from '../frame/cli-failure.ts'
import { exitCodes } from '../frame/exit-codes.ts'
import type { Invocation } from '../frame/invocation.ts'
import { configFolder } from '../session/profile-files.ts'

const run = promisify(execFile)

/** The text of a public key: named, found in `~/.ssh`, or of the key carrel keeps and makes when it is first needed. */
export async function publicKeyFor(invocation: Invocation): Promise<string> {
  const file = invocation.option('ssh-key-file')
  if (file !== undefined) return named(file)
  if (!invocation.isOn('generate-ssh-key')) {
    for (const name of ['id_ed25519', 'id_ecdsa', 'id_rsa']) {
      const text = await readIfThere(join(homedir(), '.ssh', `${name}.pub`))
      if (text !== undefined) return text
    }
  }
  return ownKey(invocation)
}

/** The key carrel keeps for itself, for whoever has none. */
export function ownKeyFile(): string {
  return join(configFolder(process.env), 'ssh', 'id_ed25519')
}

async function ownKey(invocation: Invocation): Promise<string> {
  const file = ownKeyFile()
  const before = await readIfThere(`${file}.pub`)
  if (before !== undefined) return before
  await mkdir(join(configFolder(process.env), 'ssh'), { recursive: true, mode: 0o700 })
  await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'carrel', '-f', file]).catch((cause: Error) => {
    throw new CliFailure(
      `A key for SSH could not be made: ${cause.message}`,
      'install OpenSSH (openssh-client), or go without: --no-ssh',
    )
  })
  invocation.say(`Made a key for SSH: ${file}`)
  return (await readFile(`${file}.pub`, 'utf8')).trim()
}

/** A private key stands for the public one beside it; it is never sent. */
async function named(file: string): Promise<string> {
  const text = await readIfThere(file)
  if (text === undefined)
    throw new CliFailure(
      `There is no file ${file}.`,
      'name a public key, such as ~/.ssh/id_ed25519.pub',
      exitCodes.badUsage,
    )
  if (!text.includes('PRIVATE KEY')) return text
  const beside = await readIfThere(`${file}.pub`)
  if (beside !== undefined) return beside
  throw new CliFailure(
    `${file} is a private key, and there is no ${file}.pub beside it.`,
    `make it: ssh-keygen -y -f ${file} > ${file}.pub`,
    exitCodes.badUsage,
  )
}

async function readIfThere(file: string): Promise<string | undefined> {
  return (await readFile(file, 'utf8').catch(() => undefined))?.trim()
}
