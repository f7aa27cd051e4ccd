import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ShiftedClock } from '../base/clock.ts'
import { type OpenDatabase, openDatabase } from '../store/open-database.ts'
import { OidcAdapter } from './oidc-adapter.ts'
import { createSealer } from './seal.ts'
import { sweepIdentity } from './sweep-identity.ts'

const sealer = createSealer(randomBytes(32))
const clock = new ShiftedClock()
let database: OpenDatabase
beforeEach(async () => {
  database = await openDatabase({ file: ':memory:' })
})
afterEach(() => database.close())

const adapter = (model: string, tenantId = 't1') => new OidcAdapter(model, { db: database.db, sealer, clock, tenantId })
const rows = () => database.db.selectFrom('oidc').selectAll().execute()

test('neither the id nor the payload can be read from the table', async () => {
  await adapter('RefreshToken').upsert('the-token', { jti: 'the-token', accountId: 'ada', grantId: 'g' }, 60)
  expect(await adapter('RefreshToken').find('the-token')).toEqual({ jti: 'the-token', accountId: 'ada', grantId: 'g' })
  expect(JSON.stringify(await rows())).not.toContain('the-token')
})

test('a record is known to its own model and tenant only', async () => {
  await adapter('RefreshToken').upsert('x', { jti: 'x' }, 60)
  expect(await adapter('AuthorizationCode').find('x')).toBeUndefined()
  expect(await adapter('RefreshToken', 't2').find('x')).toBeUndefined()
})

test('a payload moved to another row does not open', async () => {
  await adapter('Session').upsert('mine', { jti: 'mine', uid: 'u1', accountId: 'ada' }, 60)
  await adapter('Session').upsert('theirs', { jti: 'theirs', uid: 'u2', accountId: 'bob' }, 60)
  const [mine, theirs] = await rows()
  if (mine === undefined || theirs === undefined) throw new Error('two rows were written')
  await database.db.updateTable('oidc').set({ payload: mine.payload }).where('id', '=', theirs.id).execute()
  await expect(Promise.all([adapter('Session').find('mine'), adapter('Session').find('theirs')])).rejects.toThrow()
})

test('of twenty that consume a code at once one succeeds, and writing it again does not revive it', async () => {
  const codes = adapter('AuthorizationCode')
  await codes.upsert('code', { jti: 'code' }, 60)
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => codes.consume('code')))
  expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1)
  await codes.upsert('code', { jti: 'code', scope: 'openid' }, 60)
  expect((await codes.find('code'))?.consumed).toBeTypeOf('number')
})

test('a session that changes its id keeps its uid and leaves one row', async () => {
  const sessions = adapter('Session')
  await sessions.upsert('before', { jti: 'before', uid: 'u' }, 60)
  await sessions.upsert('after', { jti: 'after', uid: 'u' }, 60)
  expect(await sessions.find('before')).toBeUndefined()
  expect(await sessions.findByUid('u')).toEqual({ jti: 'after', uid: 'u' })
})

test('revoking a grant takes the rows of the model that hang on it', async () => {
  await adapter('RefreshToken').upsert('a', { jti: 'a', grantId: 'g' }, 60)
  await adapter('RefreshToken').upsert('b', { jti: 'b', grantId: 'other' }, 60)
  await adapter('RefreshToken').revokeByGrantId('g')
  expect(await adapter('RefreshToken').find('a')).toBeUndefined()
  expect(await adapter('RefreshToken').find('b')).toBeDefined()
})

test('a user code is found by its hash', async () => {
  await adapter('DeviceCode').upsert('d', { jti: 'd', userCode: 'ABCDEFGH' }, 60)
  expect(await adapter('DeviceCode').findByUserCode('ABCDEFGH')).toMatchObject({ jti: 'd' })
  expect(JSON.stringify(await rows())).not.toContain('ABCDEFGH')
})

test('the sweeper takes what expired and leaves what did not', async () => {
  await adapter('Interaction').upsert('short', { jti: 'short' }, 60)
  await adapter('Interaction').upsert('long', { jti: 'long' }, 86_400)
  expect(await sweepIdentity(database.db, clock.now() + 3_600_000)).toBe(1)
  expect(await adapter('Interaction').find('long')).toBeDefined()
})
