// What `up` finds when it is run again after the first principals were changed: they are known by their ids, since a name
// that became free is anybody's.

import { afterEach, beforeEach, expect, test } from 'vitest'
import { type RoleAssignment, roleAssignmentType } from '../../src/access/authorize.ts'
import { ShiftedClock } from '../../src/base/clock.ts'
import { deletePrincipal } from '../../src/identity/directory/delete-principal.ts'
import { createServicePrincipal } from '../../src/identity/service-principals.ts'
import { createUser, verifyPassword } from '../../src/identity/users.ts'
import { bootstrap } from '../../src/server/bootstrap.ts'
import { type OpenDatabase, openDatabase } from '../../src/store/open-database.ts'
import { createSqlStore } from '../../src/store/sql-store.ts'
import type { Store } from '../../src/store/store.ts'
import { testInstallation } from '../support/harness.ts'

const clock = new ShiftedClock()
const caller = {
  actor: { objectId: 'x', name: 'x', kind: 'System', tenantId: 't' },
  correlationId: 'c',
  baseUrl: '',
} as const
let database: OpenDatabase
let store: Store
beforeEach(async () => {
  database = await openDatabase({ file: ':memory:' })
  store = createSqlStore(database)
})
afterEach(() => database.close())

const installation = testInstallation()
const up = (reissue: readonly ('password' | 'secret')[] = []) =>
  bootstrap({ db: database.db, store, clock, installation }, { userName: 'ana', reissue })

async function owners(): Promise<string[]> {
  const rows = await store.list({ type: roleAssignmentType, parentKey: '' })
  return rows.map(({ desired }) => (desired as RoleAssignment).principalId)
}

const remove = (objectId: string, kind: 'User' | 'ServicePrincipal') =>
  deletePrincipal({ db: database.db, store, clock }, { objectId, kind }, caller)

test('again it answers the same two, without password and secret, and grants nothing', async () => {
  const first = await up()
  expect([first.admin.password, first.principal.clientSecret]).toEqual([expect.any(String), expect.any(String)])
  const again = await up()
  expect([again.admin, again.principal]).toEqual([
    { userName: 'ana', objectId: first.admin.objectId },
    { clientId: first.principal.clientId, objectId: first.principal.objectId },
  ])
  expect(await owners()).toEqual(expect.arrayContaining([first.admin.objectId, first.principal.objectId]))
  expect(await owners()).toHaveLength(2)
  const lost = await up(['password', 'secret'])
  expect(await verifyPassword(database.db, 'ana', lost.admin.password ?? '')).toMatchObject(again.admin)
})

test('who has taken the name of a deleted administrator does not get the role', async () => {
  const first = await up()
  await remove(first.admin.objectId, 'User')
  const now = clock.now()
  const other = await createUser(database.db, { userName: 'ana', displayName: '', password: undefined, now })
  const again = await up(['password'])
  expect(again.admin).toMatchObject({ userName: 'ana-2', password: expect.any(String) })
  expect(again.admin.objectId).not.toBe(other.objectId)
  expect(await owners()).not.toContain(other.objectId)
  expect(await owners()).toContain(again.admin.objectId)
  expect((await up()).admin).toEqual({ userName: 'ana-2', objectId: again.admin.objectId })
})

test('nor does a program that is called like the deleted one for scripts', async () => {
  const first = await up()
  await remove(first.principal.objectId, 'ServicePrincipal')
  const other = await createServicePrincipal(database.db, { displayName: 'carrel-scripts', now: clock.now() })
  const again = await up()
  expect(again.principal.clientSecret).toEqual(expect.any(String))
  expect(await owners()).not.toContain(other.objectId)
  expect(await owners()).toContain(again.principal.objectId)
})

test('a role that was taken from the administrator is not given back', async () => {
  const first = await up()
  const [row] = (await store.list({ type: roleAssignmentType, parentKey: '' })).filter(
    ({ desired }) => (desired as RoleAssignment).principalId === first.admin.objectId,
  )
  if (row === undefined) throw new Error('the administrator was made Owner')
  const { id, type, parentKey, name, revision: ifRevision, desired } = row
  const rest = {
    actor: caller.actor,
    at: clock.now(),
    holding: undefined,
    claims: [],
    requireLive: [],
    operation: undefined,
  }
  await store.accept({ id, type, parentKey, name, ifRevision, desired, isDelete: true, ...rest })
  await up()
  expect(await owners()).toEqual([first.principal.objectId])
})
