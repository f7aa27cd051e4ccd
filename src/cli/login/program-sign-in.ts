// A program signs in by its own credentials, which the profile keeps to get further tokens with.

import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { CliFailure } from '../frame/cli-failure.ts'
import { exitCodes } from '../frame/exit-codes.ts'
import type { Invocation } from '../frame/invocation.ts'
import type { Profile } from '../session/profile.ts'

/** From the options of `login`; a secret may come by standard input, where nobody can read it over the shoulder. */
export async function programSignIn(invocation: Invocation): Promise<Exclude<Profile['signIn'], { kind: 'user' }>> {
  const clientId = invocation.option('username') ?? process.env['AZURE_CLIENT_ID']
  if (!clientId)
    throw new CliFailure(
      '--service-principal needs a client id.',
      'give it with --username, and the secret with --password or the file with --certificate',
      exitCodes.badUsage,
    )
  const file = invocation.option('certificate')
  if (file !== undefined) {
    const certificate = await readFile(file, 'utf8').catch((cause: Error) => {
      throw new CliFailure(`--certificate cannot be read: ${cause.message}`, undefined, exitCodes.badUsage)
    })
    return { kind: 'certificate', clientId, certificate }
  }
  const given = invocation.option('password') ?? process.env['AZURE_CLIENT_SECRET']
  const clientSecret = given === '-' || given === undefined ? await secretFromInput(invocation) : given
  return { kind: 'secret', clientId, clientSecret }
}

async function secretFromInput({ terminal }: Invocation): Promise<string> {
  const secret = terminal.isInteractive ? '' : (await text(process.stdin)).trim()
  if (secret !== '') return secret
  throw new CliFailure(
    'There is no secret to sign in with.',
    'give --password SECRET, set AZURE_CLIENT_SECRET, or pipe it: carrel login … --password - < secret.txt',
    exitCodes.badUsage,
  )
}
