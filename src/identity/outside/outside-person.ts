// Who somebody is here that an outside service vouches for. The pair of issuer and subject decides, never a name or an
// address: names are given anew to others, and whoever is called like somebody here is not therefore him.

import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import { ArmError } from '../../base/errors.ts'
import type { Tables } from '../../store/tables.ts'
import { createUser, findUser, type User } from '../users.ts'

export interface OutsidePerson {
  readonly issuer: string
  readonly subject: string
  /** What he is called there; may be taken here. */
  readonly userName: string | undefined
  readonly displayName: string | undefined
  /** Names of groups there. */
  readonly groups: readonly string[]
}

type Db = Kysely<Tables>

const maxSuffix = 1000

/** Made at the first sign-in, without a password. A disabled user is answered too: whoever asks decides. */
export async function personHere(db: Db, person: OutsidePerson, now: number): Promise<User> {
  const known = await linked(db, person)
  if (known !== undefined) return known
  return db.transaction().execute((write) => firstSignIn(write, person, now))
}

/** The link goes first: whoever signs in twice at once waits there for the other, and takes no second name. */
async function firstSignIn(db: Db, person: OutsidePerson, now: number): Promise<User> {
  const { issuer, subject } = person
  const objectId = randomUUID()
  const inserted = await db
    .insertInto('outside_identities')
    .values({ issuer, subject, object_id: objectId, created_at: now })
    .onConflict((conflict) => conflict.columns(['issuer', 'subject']).doNothing())
    .returning('object_id')
    .executeTakeFirst()
  if (inserted !== undefined) return createNamed(db, { ...person, objectId, now })
  const first = await linked(db, person)
  if (first === undefined) throw new ArmError(409, 'Conflict', 'The account is being changed. Sign in again.')
  return first
}

async function linked(db: Db, { issuer, subject }: OutsidePerson): Promise<User | undefined> {
  const link = await db
    .selectFrom('outside_identities')
    .select('object_id')
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .executeTakeFirst()
  return link && findUser(db, link.object_id)
}

type Named = Pick<OutsidePerson, 'userName' | 'displayName'> & { objectId: string; now: number }

async function createNamed(db: Db, { userName, displayName, objectId, now }: Named): Promise<User> {
  const name = usableName(userName)
  for (let suffix = 1; ; suffix++) {
    const tried = suffix === 1 ? name : `${name}-${suffix}`
    const taken = (error: unknown) => {
      if (error instanceof ArmError && error.status === 409 && suffix < maxSuffix) return undefined
      throw error
    }
    const user = { objectId, userName: tried, displayName: (displayName ?? '').slice(0, 120), password: undefined, now }
    const made = await createUser(db, user).catch(taken)
    if (made !== undefined) return made
  }
}

/** What a user may be called here, as near to the name there as it goes. */
export function usableName(name: string | undefined): string {
  const plain = (name ?? '')
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9._@+-]+/g, '-')
    .slice(0, 100)
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '')
  // A GUID would read as somebody's id.
  return plain === '' || /^[0-9a-f-]{36}$/.test(plain) ? 'user' : plain
}
