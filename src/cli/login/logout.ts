// `logout`: ends a kept sign-in, at the server too.

import type { ApiCommand } from '../frame/api-command.ts'
import { CliFailure } from '../frame/cli-failure.ts'
import { exitCodes } from '../frame/exit-codes.ts'
import type { Invocation } from '../frame/invocation.ts'
import {
  currentProfileName,
  profileNames,
  readProfile,
  removeProfile,
  withProfileLock,
} from '../session/profile-files.ts'
import { askAuthority, cliClientId, TokenRefusal } from '../session/tokens.ts'
import { createTransport } from '../session/transport.ts'
import { profileSource } from './profile-source.ts'

export const logout: ApiCommand = {
  usage: 'logout',
  summary: 'End a kept sign-in and forget it',
  isLocal: true,
  options: [
    { flags: '--profile <name>', summary: 'which (default: the current one)', completes: profileSource },
    { flags: '--all', summary: 'every one' },
  ],
  examples: ['carrel logout', 'carrel logout --profile ci', 'carrel logout --all'],
  async run(invocation) {
    for (const name of await chosen(invocation)) {
      await withProfileLock(name, process.env, async () => {
        await endAtServer(invocation, name)
        await removeProfile(name, process.env)
      })
      invocation.say(`Signed out of '${name}'.`)
    }
  },
}

async function chosen(invocation: Invocation): Promise<readonly string[]> {
  if (invocation.isOn('all')) return profileNames(process.env)
  const name = invocation.option('profile') ?? process.env['CARREL_PROFILE'] ?? (await currentProfileName(process.env))
  if (name === undefined) throw new CliFailure('Nobody is signed in.', undefined, exitCodes.notAllowed)
  if ((await profileNames(process.env)).includes(name)) return [name]
  throw new CliFailure(`There is no profile '${name}'.`, 'see "carrel account list"', exitCodes.notFound)
}

/** A server that cannot be reached must not keep a secret here; what it still holds runs out by itself. */
async function endAtServer(invocation: Invocation, name: string): Promise<void> {
  try {
    const { endpoint, tenantId, ca, signIn } = await readProfile(name, process.env)
    if (signIn.kind !== 'user') return
    const transport = createTransport({ ca, note: () => undefined })
    await askAuthority({ endpoint, tenantId, transport }, 'revoke', {
      client_id: cliClientId,
      token: signIn.refreshToken,
      token_type_hint: 'refresh_token',
    })
  } catch (error) {
    if (error instanceof TokenRefusal || error instanceof CliFailure)
      invocation.say(`The server was not told: ${error.message}`)
    else throw error
  }
}
