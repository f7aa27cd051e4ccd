// What the person who installed Carrel signs in with, 0600 in `admin/`: password and principal are known in full only when
// they are made, so they are written at once and never lost by a later run.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Paths } from '../config.ts'
import type { Bootstrap } from './control-client.ts'
import { writeOwnersFile } from './data-folder.ts'
import type { Owner } from './owner.ts'

const adminSchema = z.object({
  userName: z.string(),
  objectId: z.string(),
  /** Of the first compute instance, once it was asked for; it is not made again when somebody deletes it. */
  instance: z.string().optional(),
})
const principalSchema = z.object({ clientId: z.string(), clientSecret: z.string(), objectId: z.string() })

export type Admin = z.infer<typeof adminSchema>
export type Principal = z.infer<typeof principalSchema>

export function passwordFile(paths: Paths): string {
  return join(paths.admin, 'password')
}

export async function readAdmin(paths: Paths): Promise<Admin | undefined> {
  return readJson(join(paths.admin, 'admin.json'), adminSchema)
}

export async function readPrincipal(paths: Paths): Promise<Principal | undefined> {
  return readJson(join(paths.admin, 'principal.json'), principalSchema)
}

/** Keeps what the server told of this once, and only this once. */
export async function keepBootstrap(paths: Paths, owner: Owner, made: Bootstrap): Promise<void> {
  const { admin, principal } = made
  if (admin.password !== undefined) await writeOwnersFile(passwordFile(paths), `${admin.password}\n`, owner)
  if (principal.clientSecret !== undefined) {
    await writeOwnersFile(join(paths.admin, 'principal.json'), `${JSON.stringify(principal, undefined, 2)}\n`, owner)
  }
  const before = await readAdmin(paths)
  await writeAdmin(paths, owner, { ...before, userName: admin.userName, objectId: admin.objectId })
}

export async function writeAdmin(paths: Paths, owner: Owner, admin: Admin): Promise<void> {
  await writeOwnersFile(join(paths.admin, 'admin.json'), `${JSON.stringify(admin, undefined, 2)}\n`, owner)
}

async function readJson<T>(path: string, schema: z.ZodType<T>): Promise<T | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined)
  return text === undefined ? undefined : schema.parse(JSON.parse(text))
}
