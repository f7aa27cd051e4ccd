// The first administrator of a test's server, as an earlier set-up left him. His password is one nobody knows, hashed once
// for all servers of the process: a hash takes as long as most tests.

import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import { hashPassword } from '../../src/identity/password-hash.ts'
import { createUser } from '../../src/identity/users.ts'
import type { Tables } from '../../src/store/tables.ts'

let hashed: Promise<string> | undefined

export async function addFirstAdmin(db: Kysely<Tables>, userName: string, now: number): Promise<void> {
  hashed ??= hashPassword(randomUUID())
  const { objectId } = await createUser(db, { userName, displayName: userName, password: undefined, now })
  await db
    .updateTable('users')
    .set({ password_hash: await hashed })
    .where('object_id', '=', objectId)
    .execute()
}
