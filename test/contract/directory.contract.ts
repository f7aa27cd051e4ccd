// What the directory's tables must keep on either database: names once, memberships that end with either side, people of
// an outside service made once, and nothing left of who is deleted.

import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { roleAssignmentType } from '../../src/access/authorize.ts'
import { builtInRole } from '../../src/access/roles.ts'
import { ShiftedClock } from '../../src/base/clock.ts'
import { deletePrincipal } from '../../src/identity/directory/delete-principal.ts'
import { findPeople } from '../../src/identity/directory/find-people.ts'
import { addMember, isMember, membersOf, removeMember } from '../../src/identity/directory/group-members.ts'
import { createGroup, findGroup, type Group, listGroups } from '../../src/identity/directory/groups.ts'
import { keepAnOwnersCredential } from '../../src/identity/directory/keep-an-owner.ts'
import { findPerson } from '../../src/identity/find-person.ts'
import { groupsOf } from '../../src/identity/groups-of.ts'
import { followOutsideGroups } from '../../src/identity/outside/outside-groups.ts'
import { personHere } from '../../src/identity/outside/outside-person.ts'
import { addCertificate, removeCertificate } from '../../src/identity/principal-certificates.ts'
import {
  clearClientSecret,
  createServicePrincipal,
  findServicePrincipalByEither,
} from '../../src/identity/service-principals.ts'
import { createUser, findUser, listUsers } from '../../src/identity/users.ts'
import { type DatabaseLocation, type OpenDatabase, openDatabase } from '../../src/store/open-database.ts'
import { createSqlStore } from '../../src/store/sql-store.ts'
import type { Store } from '../../src/store/store.ts'
import { makeCertificate } from '../support/make-certificate.ts'
import { slowAnswers } from '../support/slow-answers.ts'

const tables = ['outside_identities', 'group_members', 'groups', 'users', 'service_principals'] as const
const actor = { objectId: 'x', name: 'x', kind: 'System', tenantId: 't' } as const

export function directoryContract(name: string, locate: () => Promise<DatabaseLocation>): void {
  describe(`the directory's tables on ${name}`, () => {
    const clock = new ShiftedClock()
    let database: OpenDatabase
    beforeAll(async () => {
      database = await openDatabase(await locate())
    })
    beforeEach(async () => {
      for (const table of [...tables, 'resources', 'claims'] as const) await database.db.deleteFrom(table).execute()
    })
    afterAll(() => database.close())

    const db = () => database.db
    const now = () => clock.now()
    const group = (groupName: string) => createGroup(db(), { name: groupName, now: now() })
    const person = (userName: string) =>
      createUser(db(), { userName, displayName: userName, password: undefined, now: now() })
    const program = (displayName: string) => createServicePrincipal(db(), { displayName, now: now() })

    test('a group’s name is taken once, however it is written and however many ask at once', async () => {
      const outcomes = await Promise.allSettled([group('Staff'), group('staff'), group('STAFF')])
      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected'])
      expect(await listGroups(db())).toMatchObject([{ name: 'staff', memberCount: 0 }])
      const [found] = await listGroups(db())
      expect(await findGroup(db(), 'STAFF')).toEqual(found)
      expect(await findGroup(db(), found?.objectId.toUpperCase() ?? '')).toEqual(found)
    })

    test.each(['', ' ', 'a b', '-a', 'ä', 'x'.repeat(121), randomUUID()])('%j is no group name', async (bad) => {
      await expect(group(bad)).rejects.toMatchObject({ status: 400, code: 'InvalidGroupName' })
    })

    test('members are of every kind, each once, and counted', async () => {
      const [staff, inner, ben, robot] = [
        await group('staff'),
        await group('inner'),
        await person('ben'),
        await program('r'),
      ]
      for (const { objectId } of [ben, robot, inner, ben]) await addMember(db(), staff, objectId.toUpperCase())
      expect((await membersOf(db(), staff.objectId)).map(({ name: each, kind }) => [each, kind])).toEqual([
        ['ben', 'User'],
        ['r', 'ServicePrincipal'],
        ['inner', 'Group'],
      ])
      expect(await findGroup(db(), 'staff')).toMatchObject({ memberCount: 3 })
      expect(await isMember(db(), staff.objectId, ben.objectId)).toBe(true)
      expect(await removeMember(db(), staff.objectId, ben.objectId)).toBe(true)
      expect(await removeMember(db(), staff.objectId, ben.objectId)).toBe(false)
      await expect(addMember(db(), staff, randomUUID())).rejects.toMatchObject({ code: 'PrincipalNotFound' })
    })

    async function chain(length: number): Promise<Group[]> {
      const groups: Group[] = []
      for (let at = 0; at < length; at++) groups.push(await group(`g${at}`))
      for (const [at, each] of groups.entries()) {
        const outer = groups[at + 1]
        if (outer !== undefined) await addMember(db(), outer, each.objectId)
      }
      return groups
    }

    test('the groups of a principal are all it is in, however deep, and none twice', async () => {
      const groups = await chain(6)
      const [first, second] = groups
      if (first === undefined || second === undefined) throw new Error('six groups were made')
      const ben = await person('ben')
      for (const each of [first, second]) await addMember(db(), each, ben.objectId)
      const found = await groupsOf(db(), ben.objectId.toUpperCase())
      expect(found.toSorted()).toEqual(groups.map(({ objectId }) => objectId).toSorted())
      expect(await groupsOf(db(), randomUUID())).toEqual([])
    })

    test('a circle is refused, and one that is there all the same ends nobody’s look-up', async () => {
      const groups = await chain(3)
      const [first, , last] = groups
      if (first === undefined || last === undefined) throw new Error('three groups were made')
      await expect(addMember(db(), first, last.objectId)).rejects.toMatchObject({ code: 'GroupCycle' })
      const circle = { group_id: first.objectId, member_id: last.objectId, source: '' }
      await db().insertInto('group_members').values(circle).execute()
      expect(await groupsOf(db(), first.objectId)).toHaveLength(3)
    })

    async function assign(
      store: Store,
      role: string,
      { objectId, parentKey }: { objectId: string; parentKey: string },
    ) {
      const id = `${parentKey}/providers/${roleAssignmentType}/${randomUUID()}`
      const row = { id, type: roleAssignmentType, parentKey, name: id.split('/').at(-1) ?? '' }
      const desired = { roleDefinitionId: role, principalId: objectId, principalType: 'x' }
      const rest = {
        ifRevision: undefined,
        isDelete: false,
        actor,
        at: now(),
        holding: undefined,
        operation: undefined,
      }
      await store.accept({ ...row, desired, ...rest, claims: [], requireLive: [] })
    }

    test('of a secret and a certificate of the last Owner that are taken away at once one remains', async () => {
      const store = createSqlStore(database)
      const { objectId, secretHash = '' } = await program('robot')
      await assign(store, `/x/${builtInRole('Owner')?.id}`, { objectId, parentKey: '' })
      const { certificatePem, thumbprint } = await makeCertificate()
      await addCertificate(db(), objectId, { certificatePem, now: now() })
      const slowly = db().withPlugin(slowAnswers)
      const parts = { db: slowly, store, clock }
      const outcomes = await Promise.allSettled([
        keepAnOwnersCredential(parts, { objectId, left: (has) => ({ ...has, secretHash: undefined }) }, () =>
          clearClientSecret(slowly, objectId, { secretHash, now: now() }),
        ),
        keepAnOwnersCredential(parts, { objectId, left: (has) => ({ ...has, certificates: [] }) }, () =>
          removeCertificate(slowly, objectId, { thumbprint, now: now() }),
        ),
      ])
      expect(outcomes).toMatchObject([
        { status: 'fulfilled', value: true },
        { status: 'rejected', reason: { code: 'LastOwner' } },
      ])
    })

    test('who is deleted leaves no role, no membership and no link behind', async () => {
      const store = createSqlStore(database)
      const parts = { db: db(), store, clock }
      const [staff, ben, robot] = [await group('staff'), await person('ben'), await program('robot')]
      const outer = await group('outer')
      for (const { objectId } of [ben, robot]) await addMember(db(), staff, objectId)
      await addMember(db(), outer, staff.objectId)
      for (const { objectId } of [ben, robot, staff, outer]) {
        for (const parentKey of ['', '/subscriptions/s']) await assign(store, '/x/reader', { objectId, parentKey })
      }
      const caller = { actor, correlationId: randomUUID(), baseUrl: '' }
      const left = async () =>
        (await store.list({ type: roleAssignmentType })).map(
          ({ desired }) => (desired as { principalId: string }).principalId,
        )
      await deletePrincipal(parts, { objectId: ben.objectId, kind: 'User' }, caller)
      await deletePrincipal(parts, { objectId: robot.objectId, kind: 'ServicePrincipal' }, caller)
      expect([await findUser(db(), ben.objectId), await findServicePrincipalByEither(db(), robot.clientId)]).toEqual([
        undefined,
        undefined,
      ])
      expect(await membersOf(db(), staff.objectId)).toEqual([])
      await deletePrincipal(parts, { objectId: staff.objectId, kind: 'Group' }, caller)
      expect(await findPerson(db(), staff.objectId)).toBeUndefined()
      expect(await db().selectFrom('group_members').selectAll().execute()).toEqual([])
      expect(await left()).toEqual([outer.objectId, outer.objectId])
    })

    test('people are found by their ids, whatever they are', async () => {
      const [ben, robot, staff] = [await person('ben'), await program('robot'), await group('staff')]
      const ids = [staff, robot, ben].map(({ objectId }) => objectId.toUpperCase())
      const found = await findPeople(db(), [...ids, randomUUID(), ids[0] ?? ''])
      expect(found.map(({ kind }) => kind)).toEqual(['User', 'ServicePrincipal', 'Group'])
      expect(await findPeople(db(), [])).toEqual([])
      expect(await findPerson(db(), staff.objectId.toUpperCase())).toEqual({
        objectId: staff.objectId,
        name: 'staff',
        kind: 'Group',
      })
    })

    test('a person of an outside service is one here, however many sign-ins there are at once', async () => {
      const grace = { issuer: 'https://a', subject: '1', userName: 'grace', displayName: undefined, groups: [] }
      // Over and over: who comes second finds the first one before, in the midst of, or after being made.
      for (let round = 0; round < 40; round++) {
        for (const table of ['outside_identities', 'users'] as const) await db().deleteFrom(table).execute()
        const made = await Promise.all(Array.from({ length: 5 }, () => personHere(db(), grace, now())))
        expect(new Set(made.map(({ objectId }) => objectId)).size).toBe(1)
        expect((await listUsers(db())).map(({ userName }) => userName)).toEqual(['grace'])
      }
      const other = await personHere(db(), { ...grace, issuer: 'https://b' }, now())
      const third = await personHere(db(), { ...grace, subject: '2' }, now())
      expect([other.userName, third.userName]).toEqual(['grace-2', 'grace-3'])
      expect((await personHere(db(), grace, now())).userName).toBe('grace')
    })

    test('whoever comes in while his group is deleted, or he himself, is in none that is not there', async () => {
      const parts = { db: db(), store: createSqlStore(database), clock }
      const caller = { actor, correlationId: randomUUID(), baseUrl: '' }
      const groupMap = { S: 'staff', C: 'crew' }
      await group('crew')
      for (let round = 0; round < 5; round++) {
        const [staff, ben] = [await group('staff'), await person(`ben-${round}`)]
        const [provider, says] = [
          { issuer: 'https://a', groupMap },
          { objectId: ben.objectId, groups: ['S', 'C'] },
        ]
        const comeIn = () => followOutsideGroups(db().withPlugin(slowAnswers), provider, says)
        const go = (objectId: string, kind: 'User' | 'Group') => deletePrincipal(parts, { objectId, kind }, caller)
        await Promise.all([comeIn(), go(staff.objectId, 'Group'), comeIn()])
        expect((await findGroup(db(), 'crew'))?.memberCount).toBe(1)
        await Promise.all([comeIn(), go(ben.objectId, 'User'), comeIn()])
        expect((await findGroup(db(), 'crew'))?.memberCount).toBe(0)
      }
    })

    test('an outside service speaks for its own memberships alone', async () => {
      const [staff, crew, ben] = [await group('staff'), await group('crew'), await person('ben')]
      await addMember(db(), staff, ben.objectId)
      const groupMap = { S: 'staff', C: 'crew' }
      const say = (issuer: string, ...groups: string[]) =>
        followOutsideGroups(db(), { issuer, groupMap }, { objectId: ben.objectId, groups })
      const inside = async () => (await groupsOf(db(), ben.objectId)).toSorted()
      const both = [staff.objectId, crew.objectId].toSorted()
      await say('https://a', 'S', 'C')
      expect(await inside()).toEqual(both)
      await say('https://b')
      expect(await inside()).toEqual(both)
      await say('https://a')
      expect(await inside()).toEqual([staff.objectId])
    })
  })
}
