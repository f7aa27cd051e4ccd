// What the identity platform's tables must keep on either database: records nobody can read or move, codes that are
// consumed once, people and programs that stop counting the moment they are told to.

import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ShiftedClock } from '../../src/base/clock.ts'
import { findAppSession, liveAppSessions } from '../../src/identity/app-session.ts'
import { useAssertionOnce } from '../../src/identity/assertion-replay.ts'
import { OidcAdapter } from '../../src/identity/oidc-adapter.ts'
import { addCertificate, removeCertificate } from '../../src/identity/principal-certificates.ts'
import { createSealer, sha256 } from '../../src/identity/seal.ts'
import {
  clearClientSecret,
  createServicePrincipal,
  findServicePrincipal,
  resetClientSecret,
  verifyClientSecret,
} from '../../src/identity/service-principals.ts'
import { signOutEverywhere } from '../../src/identity/sign-out-everywhere.ts'
import { loadKeyRing, replaceSigningKeys } from '../../src/identity/signing-keys.ts'
import { sweepIdentity } from '../../src/identity/sweep-identity.ts'
import {
  createUser,
  findUserByName,
  listUsers,
  setPassword,
  setUserDisabled,
  verifyPassword,
} from '../../src/identity/users.ts'
import { type DatabaseLocation, type OpenDatabase, openDatabase } from '../../src/store/open-database.ts'
import { makeCertificate } from '../support/make-certificate.ts'
import { slowAnswers } from '../support/slow-answers.ts'

const sealer = createSealer(randomBytes(32))
const tables = ['oidc', 'users', 'service_principals', 'app_sessions', 'settings'] as const

export function identityContract(name: string, locate: () => Promise<DatabaseLocation>): void {
  describe(`the identity tables on ${name}`, () => {
    const clock = new ShiftedClock()
    let database: OpenDatabase
    beforeAll(async () => {
      database = await openDatabase(await locate())
    })
    beforeEach(async () => {
      for (const table of tables) await database.db.deleteFrom(table).execute()
    })
    afterAll(() => database.close())

    const adapter = (model: string, tenantId = 't1', db = database.db) =>
      new OidcAdapter(model, { db, sealer, clock, tenantId })
    const rows = () => database.db.selectFrom('oidc').selectAll().execute()
    const now = () => clock.now()

    test('a session that is over stays so, and one that goes on under another id is left alone', async () => {
      const sessions = adapter('Session')
      const ada = { uid: 'u', accountId: 'ada' }
      await sessions.upsert('before', ada, 60)
      await sessions.destroy('before')
      await sessions.upsert('after', ada, 60)
      // What a request writes that began earlier.
      await sessions.upsert('before', ada, 60)
      expect([await sessions.find('before'), await sessions.find('after')]).toEqual([undefined, ada])
      expect(await sessions.findByUid('u')).toEqual(ada)
      await sessions.destroy('after')
      await sessions.upsert('after', ada, 60)
      expect([await sessions.find('after'), await sessions.findByUid('u')]).toEqual([undefined, undefined])
      expect((await rows()).map(({ account_id }) => account_id)).toEqual([null, null])
      clock.advance(2 * 3_600_000)
      await sweepIdentity(database.db, clock.now())
      expect(await rows()).toEqual([])
    })

    test('neither the id nor the payload can be read from the table', async () => {
      await adapter('RefreshToken').upsert('the-token', { jti: 'the-token', accountId: 'ada', grantId: 'g' }, 60)
      expect(await adapter('RefreshToken').find('the-token')).toEqual({
        jti: 'the-token',
        accountId: 'ada',
        grantId: 'g',
      })
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

    test('of many that give a session another id at once one row stays, and none of them fails', async () => {
      const sessions = adapter('Session')
      const ids = Array.from({ length: 10 }, (_, index) => `id-${index}`)
      await Promise.all(ids.map((id) => sessions.upsert(id, { jti: id, uid: 'u' }, 60)))
      expect(await rows()).toHaveLength(1)
      expect(ids).toContain((await sessions.findByUid('u'))?.jti)
    })

    test('what a slow request writes of a session is not in the way of the one that it became meanwhile', async () => {
      const [sessions, late] = [adapter('Session'), adapter('Session', 't1', database.db.withPlugin(slowAnswers))]
      for (let round = 0; round < 20; round++) {
        const [before, after, uid] = [`before-${round}`, `after-${round}`, `u-${round}`]
        await sessions.upsert(before, { jti: before, uid }, 60)
        const writing = late.upsert(before, { jti: before, uid }, 60)
        await sleep(round % 8)
        await sessions.destroy(before)
        await sessions.upsert(after, { jti: after, uid, accountId: 'ada' }, 60)
        await writing
        expect(await sessions.find(after)).toMatchObject({ accountId: 'ada' })
        expect(await sessions.find(before)).toBeUndefined()
      }
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

    test('a user name is taken once, however it is written', async () => {
      const ada = { userName: 'Ada', displayName: 'Ada', password: 'correct horse battery', now: now() }
      const outcomes = await Promise.allSettled([createUser(database.db, ada), createUser(database.db, ada)])
      expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected'])
      await expect(createUser(database.db, { ...ada, userName: 'ADA' })).rejects.toMatchObject({ status: 409 })
      expect((await listUsers(database.db)).map((user) => user.userName)).toEqual(['ada'])
      expect(await findUserByName(database.db, 'aDa')).toMatchObject({ userName: 'ada', isDisabled: false })
    })

    test.each(['', 'a b', '../a', 'ä', 'x'.repeat(121)])('%j is no user name', async (userName) => {
      const user = { userName, displayName: '', password: 'correct horse battery', now: now() }
      await expect(createUser(database.db, user)).rejects.toMatchObject({ status: 400 })
    })

    test('a password counts until it is changed or its user disabled', async () => {
      const [first, second] = ['correct horse battery', 'battery horse correct']
      const { objectId } = await createUser(database.db, {
        userName: 'ada',
        displayName: '',
        password: first,
        now: now(),
      })
      expect(await verifyPassword(database.db, 'ADA', first)).toMatchObject({ objectId })
      await setPassword(database.db, objectId, { password: second, now: now() })
      expect(await verifyPassword(database.db, 'ada', first)).toBeUndefined()
      await setUserDisabled(database.db, objectId, { isDisabled: true, now: now() })
      expect(await verifyPassword(database.db, 'ada', second)).toBeUndefined()
    })

    test('what somebody signs in with is changed together with the end of what was signed in, or not at all', async () => {
      const { db } = database
      const [first, second] = ['correct horse battery', 'battery horse correct']
      const ada = await createUser(db, { userName: 'ada', displayName: '', password: first, now: now() })
      const program = await createServicePrincipal(db, { displayName: 'p', now: now() })
      const { certificatePem, thumbprint } = await makeCertificate()
      await addCertificate(db, program.objectId, { certificatePem, now: now() })
      await db.schema.alterTable('app_sessions').renameTo('away').execute()
      const { objectId, clientId, clientSecret } = program
      const changes = [
        () => setPassword(db, ada.objectId, { password: second, now: now() }),
        () => setUserDisabled(db, ada.objectId, { isDisabled: true, now: now() }),
        () => resetClientSecret(db, objectId, now()),
        () => clearClientSecret(db, objectId, { secretHash: sha256(clientSecret), now: now() }),
        () => removeCertificate(db, objectId, { thumbprint, now: now() }),
      ]
      const outcomes = []
      for (const change of changes) outcomes.push(...(await Promise.allSettled([change()])))
      await db.schema.alterTable('away').renameTo('app_sessions').execute()
      expect(outcomes.map(({ status }) => status)).toEqual(changes.map(() => 'rejected'))
      expect(await verifyPassword(db, 'ada', first)).toMatchObject({ validFrom: 0, isDisabled: false })
      expect(await verifyClientSecret(db, clientId, clientSecret)).toMatchObject({ validFrom: 0 })
      expect((await findServicePrincipal(db, clientId))?.certificates).toHaveLength(1)
    })

    test('a secret is taken away once, and never the one that came after it', async () => {
      const { objectId, clientId, clientSecret } = await createServicePrincipal(database.db, {
        displayName: 'p',
        now: now(),
      })
      const next = await resetClientSecret(database.db, objectId, now())
      const clear = (secret: string) =>
        clearClientSecret(database.db, objectId, { secretHash: sha256(secret), now: now() })
      expect(await clear(clientSecret)).toBe(false)
      expect(await verifyClientSecret(database.db, clientId, next)).toBeDefined()
      expect((await Promise.all([clear(next), clear(next)])).toSorted()).toEqual([false, true])
      expect(await verifyClientSecret(database.db, clientId, next)).toBeUndefined()
    })

    test('a client secret counts until it is reset, and only its hash is kept', async () => {
      const made = await createServicePrincipal(database.db, { displayName: 'scripts', now: now() })
      expect(await verifyClientSecret(database.db, made.clientId.toUpperCase(), made.clientSecret)).toMatchObject({
        objectId: made.objectId,
      })
      const next = await resetClientSecret(database.db, made.objectId, now())
      expect(await verifyClientSecret(database.db, made.clientId, made.clientSecret)).toBeUndefined()
      expect(await verifyClientSecret(database.db, made.clientId, next)).toBeDefined()
      expect((await findServicePrincipal(database.db, made.clientId))?.secretHash).toBe(sha256(next))
    })

    test('of twenty that present one assertion at once one counts, until it has expired and been swept', async () => {
      const parts = { db: database.db, sealer, clock, tenantId: 't1' }
      const use = { issuer: 'program', jti: 'j', api: 'management', expiresAt: now() / 1000 + 600 }
      const outcomes = await Promise.all(Array.from({ length: 20 }, () => useAssertionOnce(parts, use)))
      expect(outcomes.filter((isFirst) => isFirst)).toHaveLength(1)
      for (const other of [{ jti: 'k' }, { api: 'graph' }, { issuer: 'another' }]) {
        expect(await useAssertionOnce(parts, { ...use, ...other })).toBe(true)
      }
      expect(await useAssertionOnce({ ...parts, tenantId: 't2' }, use)).toBe(true)
      expect(await sweepIdentity(database.db, now() + 300_000)).toBe(0)
      expect(await sweepIdentity(database.db, now() + 3_600_000)).toBe(5)
    })

    test('certificates added at once are all kept, each once, and go with their principal', async () => {
      const { objectId, clientId } = await createServicePrincipal(database.db, { displayName: 'p', now: now() })
      const made = await Promise.all(Array.from({ length: 3 }, () => makeCertificate()))
      const add = ({ certificatePem }: { certificatePem: string }) =>
        addCertificate(database.db, objectId, { certificatePem, now: now() })
      await Promise.all([...made, ...made].map(add))
      const kept = async () => (await findServicePrincipal(database.db, clientId))?.certificates ?? []
      expect((await kept()).map(({ thumbprint }) => thumbprint).sort()).toEqual(
        made.map(({ thumbprint }) => thumbprint).sort(),
      )
      expect(JSON.stringify(await kept())).not.toContain('"d":')
      for (const { thumbprint } of made) await removeCertificate(database.db, objectId, { thumbprint, now: now() })
      expect(await kept()).toEqual([])
    })

    test('servers that start together agree on the signing key', async () => {
      const rings = await Promise.all([1, 2, 3].map(() => loadKeyRing(database.db, sealer, now())))
      expect(new Set(rings.map((ring) => ring.keys[0]?.kid)).size).toBe(1)
    })

    test('servers that renew the signing key at once publish the same ones', async () => {
      const first = await loadKeyRing(database.db, sealer, now())
      const later = now() + 91 * 86_400_000
      const rings = await Promise.all([1, 2, 3].map(() => loadKeyRing(database.db, sealer, later)))
      expect(new Set(rings.map(({ keys }) => keys.map(({ kid }) => kid).join())).size).toBe(1)
      expect(rings[0]?.keys.map(({ kid }) => kid)).toEqual([first.keys[0]?.kid, expect.any(String)])
    })

    test('a signing key that was replaced does not come back with one that is renewed just then', async () => {
      const slowly = database.db.withPlugin(slowAnswers)
      for (const [renewing, replacing] of [
        [slowly, database.db],
        [database.db, slowly],
      ] as const) {
        for (let round = 0; round < 4; round++) {
          await database.db.deleteFrom('settings').execute()
          const [leaked] = (await loadKeyRing(database.db, sealer, now())).keys
          const later = now() + 91 * 86_400_000
          await Promise.all([loadKeyRing(renewing, sealer, later), replaceSigningKeys(replacing, sealer, later)])
          const { keys } = await loadKeyRing(database.db, sealer, later)
          expect(keys.map(({ kid }) => kid)).not.toContain(leaked?.kid)
        }
      }
    })

    async function openApp(): Promise<{ objectId: string; id: string; find: () => Promise<unknown> }> {
      const password = 'correct horse battery'
      const { objectId } = await createUser(database.db, { userName: 'ada', displayName: '', password, now: now() })
      await adapter('Session').upsert('s', { jti: 's', uid: 'u', accountId: objectId }, 3600)
      const [origin, id] = ['http://a-lab.localhost:8444', sha256('cookie')]
      const times = { created_at: now(), expires_at: now() + 3_600_000 }
      await database.db
        .insertInto('app_sessions')
        .values({ id, origin, object_id: objectId, user_name: 'ada', login_session: 'u', ...times })
        .execute()
      return { objectId, id, find: () => findAppSession(database.db, 'cookie', { origin, now: now() }) }
    }

    test('an app session is found by its cookie, at its own origin, until it expires', async () => {
      const { find, objectId, id } = await openApp()
      expect(await find()).toMatchObject({ id, objectId, userName: 'ada' })
      const elsewhere = { origin: 'http://b-lab.localhost:8444', now: now() }
      expect(await findAppSession(database.db, 'cookie', elsewhere)).toBeUndefined()
      expect(
        await findAppSession(database.db, id, { origin: 'http://a-lab.localhost:8444', now: now() }),
      ).toBeUndefined()
      expect(await liveAppSessions(database.db, [id, 'other'], now())).toEqual(new Set([id]))
      expect(await liveAppSessions(database.db, [id], now() + 3_600_001)).toEqual(new Set())
    })

    test('an app session dies with the sign-in it hangs on', async () => {
      const { find } = await openApp()
      await adapter('Session').destroy('s')
      expect(await find()).toBeUndefined()
    })

    test('an app session dies when somebody else signs in to the same browser session', async () => {
      const { find } = await openApp()
      await adapter('Session').upsert('s2', { jti: 's2', uid: 'u', accountId: 'somebody-else' }, 3600)
      expect(await find()).toBeUndefined()
    })

    test('an app session dies when its user is disabled or signed out everywhere', async () => {
      const { find, objectId } = await openApp()
      await database.db.updateTable('users').set({ disabled: 1 }).execute()
      expect(await find()).toBeUndefined()
      await database.db
        .updateTable('users')
        .set({ disabled: 0, valid_from: now() + 1 })
        .execute()
      expect(await find()).toBeUndefined()
      await signOutEverywhere(database.db, objectId, now())
      expect(await rows()).toEqual([])
    })
  })
}
