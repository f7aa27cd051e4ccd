// What is held of each family's cores, by whom, and how much may be.

import type { Kysely } from 'kysely'
import { defaultQuotaCores, totalFamily } from './default-quota.ts'
import type { Usage } from './store.ts'
import type { Tables } from './tables.ts'

/** Every family that has a limit or a holder, by name; `total` last, once there is any. */
export async function usage(db: Kysely<Tables>, engine: string): Promise<Usage[]> {
  const held = await db
    .selectFrom('resources')
    .select(['quota_family as family', ({ fn }) => fn.sum<number>('quota_cores').as('cores')])
    .where('quota_engine', '=', engine)
    .groupBy('quota_family')
    .execute()
  const cores = new Map(held.map((row) => [row.family ?? '', row.cores]))
  const limits = new Map((await quotaLimits(db, engine)).map(({ family, limit }) => [family, limit]))
  const families = new Set([...cores.keys(), ...limits.keys()])
  const isUsed = families.size > 0
  families.delete(totalFamily)
  cores.set(
    totalFamily,
    [...cores.values()].reduce((sum, each) => sum + each, 0),
  )
  return [...[...families].sort(), ...(isUsed ? [totalFamily] : [])].map((family) => ({
    family,
    cores: cores.get(family) ?? 0,
    limit: limits.get(family) ?? defaultQuotaCores,
  }))
}

export async function quotaLimits(db: Kysely<Tables>, engine: string): Promise<{ family: string; limit: number }[]> {
  return await db
    .selectFrom('quota_limits')
    .select(['family', 'cores as limit'])
    .where('engine', '=', engine)
    .orderBy('family')
    .execute()
}

export async function setQuotaLimit(db: Kysely<Tables>, engine: string, quota: { family: string; limit: number }) {
  await db
    .insertInto('quota_limits')
    .values({ engine, family: quota.family, cores: quota.limit })
    .onConflict((conflict) => conflict.columns(['engine', 'family']).doUpdateSet({ cores: quota.limit }))
    .execute()
}

/** Most cores first; equal ones by key. Of `total`: everybody. What nodes hold is told of their fleet. */
export async function holdersOf(
  db: Kysely<Tables>,
  engine: string,
  family: string,
): Promise<{ key: string; id: string; cores: number }[]> {
  const held = db
    .selectFrom('resources')
    .select(['key', 'id', 'type', 'quota_cores'])
    .where('quota_engine', '=', engine)
  const rows = await (family === totalFamily ? held : held.where('quota_family', '=', family)).orderBy('key').execute()
  const holders = new Map<string, { key: string; id: string; cores: number }>()
  for (const row of rows) {
    const { key, id } = row.type.startsWith('carrel/') ? fleetOf(row) : row
    holders.set(key, { key, id, cores: (holders.get(key)?.cores ?? 0) + (row.quota_cores ?? 0) })
  }
  return [...holders.values()].sort((a, b) => b.cores - a.cores)
}

function fleetOf({ key, id }: { key: string; id: string }): { key: string; id: string } {
  const cut = (text: string): string => text.split('/').slice(0, -2).join('/')
  return { key: cut(key), id: cut(id) }
}
