import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { importJWK, type JWTPayload, SignJWT } from 'jose'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ShiftedClock } from '../base/clock.ts'
import type { Config } from '../config.ts'
import { type OpenDatabase, openDatabase } from '../store/open-database.ts'
import { knownApis } from './known-apis.ts'
import { createSealer } from './seal.ts'
import { createServicePrincipal, type ServicePrincipal, setServicePrincipalDisabled } from './service-principals.ts'
import { signOutEverywhere } from './sign-out-everywhere.ts'
import { type KeyRing, loadKeyRing } from './signing-keys.ts'
import { createTokenCheck, type TokenCheck } from './verify-token.ts'

const tenantId = '7b0c6c0e-6f0e-4c57-9a3f-2f1f6f0c9a11'
const endpoint = 'https://localhost:8443'
const config = { endpoint, installation: { tenantId, domain: 'localhost' } } as Config
const sealer = createSealer(randomBytes(32))
let clock: ShiftedClock
let database: OpenDatabase
let ring: KeyRing
let principal: ServicePrincipal
let check: TokenCheck
beforeEach(async () => {
  clock = new ShiftedClock()
  database = await openDatabase({ file: ':memory:' })
  ring = await loadKeyRing(database.db, sealer, clock.now())
  principal = await createServicePrincipal(database.db, { displayName: 'scripts', now: clock.now() })
  check = createTokenCheck({
    db: database.db,
    config,
    clock,
    audiences: knownApis(config.endpoint, 'localhost').managementAudiences,
    signingKeys: async () => ring.keys,
  })
})
afterEach(() => database.close())

async function token(change: JWTPayload = {}): Promise<string> {
  const [key] = ring.keys
  if (key === undefined) throw new Error('the ring is never empty')
  const iat = Math.floor(clock.now() / 1000)
  const payload = {
    iss: `${endpoint}/${tenantId}/v2.0`,
    aud: `${endpoint}/`,
    iat,
    iat_ms: clock.now(),
    exp: iat + 3600,
    oid: principal.objectId,
    tid: tenantId,
    idtyp: 'app',
    appid: principal.clientId,
    ...change,
  }
  return new SignJWT(payload)
    .setProtectedHeader({ alg: 'RS256', kid: key.kid, typ: 'JWT' })
    .sign(await importJWK(key.jwk))
}

const bearer = async (change: JWTPayload = {}) => `Bearer ${await token(change)}`

test('a good token names its principal', async () => {
  const issuedAt = clock.now()
  const { objectId, clientId: appId } = principal
  expect(await check(await bearer({ iat_ms: issuedAt }))).toEqual({
    objectId,
    appId,
    tenantId,
    name: 'scripts',
    kind: 'ServicePrincipal',
    issuedAt,
  })
})

test.each([endpoint, `${endpoint}/`, `${endpoint}//`, 'https://management.azure.com', 'https://management.azure.com/'])(
  'the audience %s is the resource manager',
  async (aud) => {
    expect(await check(await bearer({ aud }))).toMatchObject({ name: 'scripts' })
  },
)

test.each([
  ['another audience', { aud: 'https://ml.azure.com/' }, 'InvalidAuthenticationToken'],
  ['the audience as a beginning', { aud: `${endpoint}.evil.example` }, 'InvalidAuthenticationToken'],
  ['another issuer', { iss: `${endpoint}/other/v2.0` }, 'InvalidAuthenticationToken'],
  ['no expiry', { exp: undefined }, 'InvalidAuthenticationToken'],
  ['no object id', { oid: undefined }, 'InvalidAuthenticationToken'],
  ['an account nobody has', { oid: 'b0000000-0000-0000-0000-000000000000' }, 'InvalidAuthenticationToken'],
  ['an id_token', { idtyp: undefined }, 'InvalidAuthenticationToken'],
])('a token with %s is refused', async (_what, change, code) => {
  await expect(check(await bearer(change as JWTPayload))).rejects.toMatchObject({
    status: 401,
    code,
    headers: {
      'WWW-Authenticate': expect.stringMatching(
        /^Bearer authorization_uri="https:\/\/localhost:8443\/7b0c6c0e.*error="invalid_token"/,
      ),
    },
  })
})

test('no header, another scheme and rubbish are refused', async () => {
  await expect(check(undefined)).rejects.toMatchObject({ status: 401, code: 'AuthenticationFailed' })
  for (const header of ['', 'Bearer', 'Bearer a b', 'Basic eA==', 'Bearer x.y.z', `Bearer ${'a'.repeat(5000)}`]) {
    await expect(check(header)).rejects.toMatchObject({ status: 401, code: 'InvalidAuthenticationToken' })
  }
})

test('a signature of another key, of a shared secret or of none is refused', async () => {
  const [head = '', body = ''] = (await token()).split('.')
  const { kid } = ring.keys[0] ?? {}
  const foreign = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as JWTPayload
  const header = { typ: 'JWT', ...(kid === undefined ? {} : { kid }) }
  const forged = [
    await new SignJWT(claims).setProtectedHeader({ ...header, alg: 'RS256' }).sign(foreign),
    await new SignJWT(claims).setProtectedHeader({ ...header, alg: 'HS256' }).sign(randomBytes(32)),
    `${Buffer.from('{"alg":"none"}').toString('base64url')}.${body}.`,
    `${head}.${body}.`,
  ]
  for (const each of forged) {
    await expect(check(`Bearer ${each}`)).rejects.toMatchObject({ status: 401, code: 'InvalidAuthenticationToken' })
  }
})

test('an expired token is refused as expired, also when it was accepted before', async () => {
  const header = await bearer()
  await check(header)
  clock.advance(3_700_000)
  await expect(check(header)).rejects.toMatchObject({ status: 401, code: 'ExpiredAuthenticationToken' })
})

test('two seconds after everything was signed out an accepted token is refused, and a new one is not', async () => {
  const header = await bearer()
  await check(header)
  clock.advance(10)
  await signOutEverywhere(database.db, principal.objectId, clock.now())
  clock.advance(2000)
  await expect(check(header)).rejects.toMatchObject({
    headers: { 'WWW-Authenticate': expect.stringContaining('error="insufficient_claims"') },
  })
  expect(await check(await bearer())).toMatchObject({ name: 'scripts' })
})

test('a disabled principal is refused', async () => {
  const header = await bearer()
  await setServicePrincipalDisabled(database.db, principal.objectId, { isDisabled: true, now: clock.now() })
  await expect(check(header)).rejects.toMatchObject({ status: 401, code: 'InvalidAuthenticationToken' })
})

test('a token whose key was withdrawn is refused, also when it was accepted before', async () => {
  const header = await bearer()
  await check(header)
  ring = { keys: [], changesAt: undefined }
  await expect(check(header)).rejects.toMatchObject({ status: 401 })
})
