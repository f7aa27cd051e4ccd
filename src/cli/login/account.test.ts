import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { loginCommands } from '../commands/login.ts'
import type { Profile } from '../session/profile.ts'
import { profileNames, readProfile, withProfileLock, writeProfile } from '../session/profile-files.ts'

const kept: Profile = {
  name: 'robot',
  endpoint: 'https://lab.test:8443',
  tenantId: 't',
  account: { name: 'robot', kind: 'ServicePrincipal', objectId: 'o' },
  place: {},
  signIn: { kind: 'secret', clientId: 'c', clientSecret: 's' },
}
const renewed = { ...kept, access: { token: 'new', expiresAt: 1 } }

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carrel-account-'))
  vi.stubEnv('CARREL_CONFIG_DIR', folder)
  await writeProfile(kept, process.env)
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true })
})

/** Runs it while another command renews the token of the sign-in. */
async function whileRenewed(...words: string[]): Promise<void> {
  const program = new Command('carrel')
  loginCommands(program)
  let work: Promise<unknown> | undefined
  await withProfileLock('robot', process.env, async () => {
    work = program.parseAsync(words, { from: 'user' })
    expect(await Promise.race([work.then(() => 'it is done'), untilWaiting()])).toBe('it waits')
    await writeProfile(renewed, process.env)
  })
  await work
}

/** Whoever waits for the sign-in has a file beside it, as whoever has it has. */
async function untilWaiting(): Promise<string> {
  await expect.poll(async () => (await readdir(join(folder, 'profiles'))).filter(isOfSomebody).length).toBe(2)
  return 'it waits'
}

function isOfSomebody(file: string): boolean {
  return file.startsWith('robot.json.lock.')
}

test('a sign-in whose token is being renewed is changed afterwards, and keeps the new one', async () => {
  await whileRenewed('account', 'set', 'robot')
  expect(await readProfile('robot', process.env)).toEqual(renewed)
})

test('a sign-in whose token is being renewed is forgotten afterwards, and does not come back', async () => {
  await whileRenewed('logout', '--profile', 'robot')
  expect(await profileNames(process.env)).toEqual([])
})
