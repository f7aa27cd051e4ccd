// `login`: signs a person or a program in and keeps that as the current profile.

import type { ApiCommand } from '../frame/api-command.ts'
import { CliFailure } from '../frame/cli-failure.ts'
import { exitCodes } from '../frame/exit-codes.ts'
import type { Invocation } from '../frame/invocation.ts'
import { isProfileName, type Profile } from '../session/profile.ts'
import { makeCurrent, withProfileLock, writeProfile } from '../session/profile-files.ts'
import { createSession, type Place } from '../session/session.ts'
import { type Authority, programTokens, type Tokens } from '../session/tokens.ts'
import { createTransport } from '../session/transport.ts'
import { accountOf } from './account-of.ts'
import { signInByBrowser } from './browser-sign-in.ts'
import { signInByDevice } from './device-sign-in.ts'
import { type Discovered, discover } from './discover.ts'
import { findPlace } from './find-place.ts'
import { hasBrowser, openBrowser } from './open-browser.ts'
import { profileColumns } from './profile-columns.ts'
import { programSignIn } from './program-sign-in.ts'
import { whereTo } from './where-to.ts'

export const login: ApiCommand = {
  usage: 'login',
  summary: 'Sign in to an installation and keep it as a profile',
  isLocal: true,
  options: [
    {
      flags: '--endpoint <url>',
      summary: 'address of the API (default: of the kept sign-in, where this command is from, or this machine)',
    },
    { flags: '--ca-file <file>', summary: 'certificate authority to trust there, as "carrel ca" prints it' },
    {
      flags: '--ca-fingerprint <sha256>',
      summary: 'trust the authority the address shows, if this is its fingerprint',
    },
    { flags: '--profile <name>', summary: 'keep it under this name (default: account and host)' },
    { flags: '--use-device-code', summary: 'sign in in a browser somewhere else, with a code' },
    { flags: '--no-browser', summary: 'print the address of the page, do not open it' },
    { flags: '--service-principal', summary: 'sign in as a program, with --username and a secret or certificate' },
    { flags: '-u, --username <client-id>', summary: 'client id of the service principal' },
    { flags: '-p, --password <secret>', summary: 'its secret; - reads it from standard input' },
    { flags: '--certificate <file>', summary: 'its certificate and private key, in one PEM file' },
  ],
  examples: [
    'carrel login',
    'carrel login --endpoint https://carrel.example.com:8443 --ca-file ca.pem',
    'carrel login --use-device-code',
    'carrel login --service-principal -u CLIENT_ID -p - < secret.txt',
    'carrel login --service-principal -u CLIENT_ID --certificate both.pem --profile ci',
  ],
  async run(invocation) {
    const asked = invocation.option('profile')
    if (asked !== undefined && !isProfileName(asked))
      throw new CliFailure(`'${asked}' cannot name a profile.`, 'use letters, digits and . _ @ -', exitCodes.badUsage)
    refuseTwoWays(invocation)
    const { endpoint, ca } = await whereTo(invocation)
    const transport = createTransport({ ca, note: noteOf(invocation) })
    const discovered = await discover(endpoint, transport)
    const authority = { endpoint, tenantId: discovered.tenantId, transport }
    const { signIn, tokens } = await (invocation.isOn('service-principal') ? asProgram : asPerson)({
      invocation,
      authority,
      discovered,
    })
    const account = accountOf(tokens, signIn.kind === 'user' ? undefined : signIn.clientId)
    const place = await placeFor(authority, ca, tokens)
    const name = asked ?? profileNameFor(account.name, endpoint)
    const kept = { name, endpoint, tenantId: discovered.tenantId, ...(ca === undefined ? {} : { ca }), account }
    const profile: Profile = { ...kept, place: defined(place), signIn, access: tokens.access }
    await withProfileLock(name, process.env, () => writeProfile(profile, process.env))
    await makeCurrent(name, process.env)
    invocation.say(`Signed in as ${account.name}.${nextStep(place)}`)
    for (const variable of overriding.filter((each) => process.env[each]))
      invocation.say(`${variable} is set and goes before this sign-in: unset it to use what was kept.`)
    invocation.showOne(shown(profile), profileColumns)
  },
}

/** One way to sign in at a time: another that is given would be given for nothing. */
function refuseTwoWays(invocation: Invocation): void {
  const isProgram = invocation.isOn('service-principal')
  const given = [
    ...(['use-device-code'] as const).filter((name) => isProgram && invocation.isOn(name)),
    ...(['username', 'password', 'certificate'] as const).filter((name) => !isProgram && invocation.option(name)),
    ...(['password'] as const).filter((name) => invocation.option(name) && invocation.option('certificate')),
  ]
  const [first] = given
  if (first === undefined) return
  throw new CliFailure(
    `--${first} does not go with ${isProgram ? 'the other ways to sign in that are given' : 'signing in as a person'}.`,
    isProgram ? `leave out --${first}` : 'add --service-principal to sign in as a program',
    exitCodes.badUsage,
  )
}

/** What `find-target.ts` looks at before the current profile. */
const overriding = ['CARREL_PROFILE', 'CARREL_ENDPOINT', 'CARREL_DATA']

interface Signing {
  readonly invocation: Invocation
  readonly authority: Authority
  readonly discovered: Discovered
}

interface SignedIn {
  readonly signIn: Profile['signIn']
  readonly tokens: Tokens
}

async function asProgram({ invocation, authority }: Signing): Promise<SignedIn> {
  const signIn = await programSignIn(invocation)
  return { signIn, tokens: await programTokens(authority, signIn) }
}

async function asPerson({ invocation, authority, discovered }: Signing): Promise<SignedIn> {
  const tokens = await (wantsCode(invocation)
    ? signInByDevice(authority, invocation.say)
    : signInByBrowser({ authority, discovered, show: (url) => showPage(invocation, url) }))
  if (tokens.refreshToken === undefined) throw new CliFailure('The sign-in brought no refresh token.')
  return { signIn: { kind: 'user', refreshToken: tokens.refreshToken }, tokens }
}

/** On a machine one is on over SSH, a page here is of no use. */
function wantsCode(invocation: Invocation): boolean {
  if (invocation.isOn('use-device-code')) return true
  return process.env['SSH_CONNECTION'] !== undefined && !hasBrowser(process.env) && !invocation.isOff('browser')
}

function showPage(invocation: Invocation, url: string): void {
  const isOpened = !invocation.isOff('browser') && hasBrowser(process.env)
  invocation.say(`${isOpened ? 'Your browser opens this page to sign in' : 'Open this page to sign in'}:\n  ${url}`)
  if (isOpened) openBrowser(url, process.env)
  else invocation.say('On a machine without a browser: carrel login --use-device-code')
}

async function placeFor(authority: Authority, ca: string | undefined, tokens: Tokens): Promise<Place> {
  const { endpoint, tenantId, transport } = authority
  const nowhere = { subscription: undefined, resourceGroup: undefined, workspace: undefined }
  const target = {
    origin: 'sign-in',
    account: '',
    endpoint,
    aliases: [],
    tenantId,
    ca,
    place: nowhere,
    person: undefined,
  }
  return findPlace(createSession({ target, transport, token: async () => tokens.access.token }))
}

/** `ana@carrel.example.com-8443`: whoever signs in to another installation keeps this one. */
function profileNameFor(account: string, endpoint: string): string {
  const name = `${account.split('@')[0]}@${new URL(endpoint).host}`.replaceAll(/[^A-Za-z0-9._@-]/g, '-').slice(0, 64)
  return isProfileName(name) ? name : 'default'
}

function nextStep({ subscription, workspace }: Place): string {
  if (workspace !== undefined) return ''
  if (subscription === undefined)
    return ' You see no subscription yet: ask whoever runs Carrel for a role, such as Contributor.'
  return ' Choose a workspace: carrel account set -g GROUP -w WORKSPACE ("carrel workspace list" names them).'
}

function defined(place: Place): Profile['place'] {
  return Object.fromEntries(Object.entries(place).filter(([, value]) => value !== undefined))
}

function shown({ name, endpoint, account, tenantId, place }: Profile) {
  return { name, endpoint, account, tenantId, place, isCurrent: true }
}

function noteOf(invocation: Invocation): (line: string) => void {
  return invocation.isOn('verbose') || invocation.isOn('debug') ? invocation.say : () => undefined
}
