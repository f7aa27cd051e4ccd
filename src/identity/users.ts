// People who sign in. A user name is an account name such as `ada` or `ada@example.org`, kept and compared in lower case.

import { randomUUID } from 'node:crypto'
import type { Kysely, Selectable } from 'kysely'
import { ArmError } from '../base/errors.ts'
import type { Tables, UserRow } from '../store/tables.ts'
import { isGuid } from './directory/is-guid.ts'
import { hashPassword, isOutdatedHash, isPassword } from './password-hash.ts'
import { endSignIns } from './sign-out-everywhere.ts'

type Db = Kysely<Tables>

export interface User {
  readonly objectId: string
  readonly userName: string
  readonly displayName: string
  readonly isDisabled: boolean
  /** False: signs in elsewhere. */
  readonly hasPassword: boolean
  /** Epoch milliseconds. Sign-ins and tokens from before it count for nothing. */
  readonly validFrom: number
  readonly createdAt: number
}

export interface NewUser {
  /** A GUID; a new one where it is left out. */
  readonly objectId?: string
  readonly userName: string
  readonly displayName: string
  /** Undefined: signs in elsewhere, and never here until one is set. */
  readonly password: string | undefined
  readonly isDisabled?: boolean
  readonly now: number
}

export const minPasswordLength = 12
const namePattern = /^[a-z0-9](?:[a-z0-9._@+-]{0,118}[a-z0-9])?$/

/** 400 for a name or password that will not do, 409 for a name that is taken. */
export async function createUser(db: Db, user: NewUser): Promise<User> {
  const { objectId = randomUUID(), userName, displayName, password, isDisabled = false, now } = user
  const name = userName.toLowerCase()
  if (!namePattern.test(name) || isGuid(name)) {
    const message = `'${userName.slice(0, 120)}' is no user name: letters, digits and . _ @ + - only, and no GUID.`
    throw new ArmError(400, 'InvalidUserName', message)
  }
  const row: UserRow = {
    object_id: objectId,
    user_name: name,
    display_name: displayName.trim() || name,
    password_hash: password === undefined ? '' : await hashPassword(checkedPassword(password)),
    valid_from: 0,
    disabled: isDisabled ? 1 : 0,
    created_at: now,
  }
  const inserted = await db
    .insertInto('users')
    .values(row)
    .onConflict((conflict) => conflict.column('user_name').doNothing())
    .returning('object_id')
    .executeTakeFirst()
  if (inserted === undefined) throw new ArmError(409, 'UserNameTaken', `There is already a user '${name}'.`)
  return toUser(row)
}

export async function findUser(db: Db, objectId: string): Promise<User | undefined> {
  const row = await db.selectFrom('users').selectAll().where('object_id', '=', objectId).executeTakeFirst()
  return row && toUser(row)
}

export async function findUserByName(db: Db, userName: string): Promise<User | undefined> {
  const row = await rowByName(db, userName)
  return row && toUser(row)
}

/** By what a path or a person names them by. */
export async function findUserByNameOrId(db: Db, nameOrObjectId: string): Promise<User | undefined> {
  const wanted = nameOrObjectId.toLowerCase()
  return isGuid(wanted) ? findUser(db, wanted) : findUserByName(db, wanted)
}

/** By user name. */
export async function listUsers(db: Db): Promise<User[]> {
  return (await db.selectFrom('users').selectAll().orderBy('user_name').execute()).map(toUser)
}

/** The user with this name and password; a disabled one counts as a wrong password, and takes as long. */
export async function verifyPassword(db: Db, userName: string, password: string): Promise<User | undefined> {
  const row = await rowByName(db, userName)
  // An empty hash is no password: it compares as an unknown name does.
  if (!(await isPassword(password, row?.password_hash || undefined)) || row === undefined || row.disabled !== 0)
    return undefined
  if (isOutdatedHash(row.password_hash)) {
    const hash = await hashPassword(password)
    await db
      .updateTable('users')
      .set({ password_hash: hash })
      .where('object_id', '=', row.object_id)
      .where('password_hash', '=', row.password_hash)
      .execute()
  }
  return toUser(row)
}

/** Ends every session and token of the user. */
export async function setPassword(db: Db, objectId: string, change: { password: string; now: number }): Promise<void> {
  const hash = await hashPassword(checkedPassword(change.password))
  await db.transaction().execute(async (write) => {
    await write.updateTable('users').set({ password_hash: hash }).where('object_id', '=', objectId).execute()
    await endSignIns(write, objectId, change.now)
  })
}

export async function setUserDisplayName(db: Db, objectId: string, displayName: string): Promise<void> {
  await db.updateTable('users').set({ display_name: displayName }).where('object_id', '=', objectId).execute()
}

export async function setUserDisabled(
  db: Db,
  objectId: string,
  change: { isDisabled: boolean; now: number },
): Promise<void> {
  const disabled = change.isDisabled ? 1 : 0
  await db.transaction().execute(async (write) => {
    await write.updateTable('users').set({ disabled }).where('object_id', '=', objectId).execute()
    if (change.isDisabled) await endSignIns(write, objectId, change.now)
  })
}

function checkedPassword(password: string): string {
  if (password.length >= minPasswordLength && password.length <= 1024) return password
  throw new ArmError(400, 'PasswordTooShort', `A password has at least ${minPasswordLength} characters.`)
}

function rowByName(db: Db, userName: string): Promise<Selectable<UserRow> | undefined> {
  return db.selectFrom('users').selectAll().where('user_name', '=', userName.toLowerCase()).executeTakeFirst()
}

function toUser(row: Selectable<UserRow>): User {
  return {
    objectId: row.object_id,
    userName: row.user_name,
    displayName: row.display_name,
    isDisabled: row.disabled !== 0,
    hasPassword: row.password_hash !== '',
    validFrom: row.valid_from,
    createdAt: row.created_at,
  }
}
