// `account`: which sign-ins are kept, which is used, and where it looks for things.

import { ApiError } from '../api-error.ts'
import type { ApiCommand } from '../frame/api-command.ts'
import { CliFailure } from '../frame/cli-failure.ts'
import { exitCodes } from '../frame/exit-codes.ts'
import type { Invocation } from '../frame/invocation.ts'
import { openSession } from '../session/open-session.ts'
import {
  currentProfileName,
  makeCurrent,
  profileNames,
  readProfile,
  withProfileLock,
  writeProfile,
} from '../session/profile-files.ts'
import type { Place } from '../session/session.ts'
import { profileColumns, type ShownProfile } from './profile-columns.ts'
import { profileSource } from './profile-source.ts'

export const showAccount: ApiCommand = {
  usage: 'show',
  summary: 'Show as whom and where commands act',
  examples: ['carrel account show', 'carrel account show --query place.workspace -o tsv'],
  async run(invocation) {
    const { origin, account, endpoint, tenantId, place } = await invocation.session()
    invocation.showOne({ origin, account, endpoint, tenantId, place }, [
      { title: 'ACCOUNT', cell: (target) => target.account },
      { title: 'SIGNED IN BY', cell: (target) => target.origin },
      { title: 'ENDPOINT', cell: (target) => target.endpoint },
      { title: 'TENANT', cell: (target) => target.tenantId },
      { title: 'SUBSCRIPTION', cell: (target) => target.place.subscription },
      { title: 'GROUP', cell: (target) => target.place.resourceGroup },
      { title: 'WORKSPACE', cell: (target) => target.place.workspace },
    ])
  },
}

export const listAccounts: ApiCommand = {
  usage: 'list',
  summary: 'List the kept sign-ins',
  isLocal: true,
  examples: ['carrel account list', "carrel account list --query '[?isCurrent].name' -o tsv"],
  async run(invocation) {
    const [names, current] = await Promise.all([profileNames(process.env), currentProfileName(process.env)])
    const profiles = await Promise.all(names.map(async (name) => readProfile(name, process.env)))
    const shown = profiles.map(
      ({ name, endpoint, account, tenantId, place }): ShownProfile => ({
        name,
        endpoint,
        account,
        tenantId,
        place,
        isCurrent: name === current,
      }),
    )
    invocation.showList(shown, {
      columns: profileColumns,
      empty: 'No sign-ins are kept. Sign in: carrel login --endpoint URL',
    })
  },
}

export const setAccount: ApiCommand = {
  usage: 'set [profile]',
  summary: 'Make a sign-in the current one, or change where it looks for things',
  completes: { profile: profileSource },
  examples: ['carrel account set ci', 'carrel account set -g research -w vision'],
  async run(invocation) {
    const name = await named(invocation)
    // Throws for a name that nobody signed in under.
    await readProfile(name, process.env)
    const changed = {
      subscription: invocation.option('subscription'),
      resourceGroup: invocation.option('resource-group'),
      workspace: invocation.option('workspace-name'),
    }
    const changes = Object.fromEntries(Object.entries(changed).filter(([, value]) => value !== undefined))
    if (Object.keys(changes).length > 0) await requireThere(name, changed)
    await withProfileLock(name, process.env, async () => {
      const profile = await readProfile(name, process.env)
      await writeProfile({ ...profile, place: { ...profile.place, ...changes } }, process.env)
    })
    await makeCurrent(name, process.env)
    invocation.say(`'${name}' is the current profile.`)
  },
}

async function named(invocation: Invocation): Promise<string> {
  const argument = invocation.argument('profile')
  const asked = argument === '' ? invocation.option('profile') : argument
  const name = asked ?? process.env['CARREL_PROFILE'] ?? (await currentProfileName(process.env))
  if (name !== undefined) return name
  throw new CliFailure('No sign-in is kept yet.', 'sign in with "carrel login"', exitCodes.notAllowed)
}

/** A wrong name is told now, not by every later command. */
async function requireThere(profile: string, changed: Place): Promise<void> {
  const session = await openSession({ env: process.env, note: () => undefined, profile, ...changed })
  const { resourceGroup, workspace } = changed
  const path = workspace !== undefined ? session.workspaceId() : resourceGroup && session.groupId()
  if (!path) return
  const version = workspace === undefined ? '2022-09-01' : '2024-10-01'
  const answer = await session.send('GET', `${path}?api-version=${version}`)
  if (answer.status >= 400) throw ApiError.from(answer)
}
