// Which addresses the nodes want SSH at. Rows are read again only when their generation has changed, so asking twice a
// second costs one walk over an index.

import type { Kysely } from 'kysely'
import type { Endpoint } from '../engine/engine.ts'
import { type NodeDesired, nodeType } from '../fleet/fleet.ts'
import type { Tables } from '../store/tables.ts'

export interface SshWish {
  readonly nodeKey: string
  readonly fleetKey: string
  readonly endpoint: Endpoint
  /** Under which its use counts as activity. */
  readonly label: string | undefined
}

export class SshWishes {
  readonly #db: Kysely<Tables>
  readonly #host: string
  #known = new Map<string, { readonly generation: number; readonly wish: SshWish | undefined }>()

  /** `host` counts, not what nodes were told of it when they were made: the installation's address may have changed. */
  constructor(db: Kysely<Tables>, host: string) {
    this.#db = db
    this.#host = host
  }

  /** By node; nodes being deleted and nodes without SSH are left out. */
  async read(): Promise<Map<string, SshWish>> {
    const rows = await this.#db
      .selectFrom('resources')
      .where('type', '=', nodeType)
      .where('deleted_at', 'is', null)
      .select(['key', 'generation'])
      .execute()
    const changed = rows.filter(({ key, generation }) => this.#known.get(key)?.generation !== Number(generation))
    const fresh = await this.#readWishes(changed.map(({ key }) => key))
    this.#known = new Map(
      rows.map(({ key, generation }) => {
        const known = this.#known.get(key)
        const isSame = known !== undefined && known.generation === Number(generation)
        return [key, isSame ? known : { generation: Number(generation), wish: fresh.get(key) }]
      }),
    )
    return new Map([...this.#known].flatMap(([key, { wish }]) => (wish === undefined ? [] : [[key, wish]])))
  }

  async #readWishes(keys: readonly string[]): Promise<Map<string, SshWish>> {
    const wishes = new Map<string, SshWish>()
    for (let start = 0; start < keys.length; start += batchSize) {
      const rows = await this.#db
        .selectFrom('resources')
        .where('key', 'in', keys.slice(start, start + batchSize))
        .select(['key', 'parent_key', 'desired'])
        .execute()
      for (const row of rows) {
        const { template } = JSON.parse(row.desired) as NodeDesired
        if (template.ssh === undefined) continue
        wishes.set(row.key, {
          nodeKey: row.key,
          fleetKey: row.parent_key,
          endpoint: { host: this.#host, port: template.ssh.port },
          label: template.apps[0]?.label,
        })
      }
    }
    return wishes
  }
}

const batchSize = 500
