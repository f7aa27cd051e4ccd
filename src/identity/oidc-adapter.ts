// Where the OIDC library keeps its records. To the library an id is the refresh token or session cookie itself, so the
// table holds only its HMAC and the payload is sealed to its row. Each code or token is consumed exactly once, however
// many redeem it at the same moment.

import type { Kysely } from 'kysely'
import { type Adapter, type AdapterPayload, errors } from 'oidc-provider'
import type { Clock } from '../base/clock.ts'
import type { OidcRow, Tables } from '../store/tables.ts'
import type { Sealer } from './seal.ts'

export interface AdapterParts {
  readonly db: Kysely<Tables>
  readonly sealer: Sealer
  readonly clock: Clock
  /** Rows of one tenant are unknown to another. */
  readonly tenantId: string
}

/** No request takes as long. */
const markMs = 3_600_000
const maxAttempts = 20

export class OidcAdapter implements Adapter {
  readonly #model: string
  readonly #parts: AdapterParts

  constructor(model: string, parts: AdapterParts) {
    this.#model = model
    this.#parts = parts
  }

  /** `expiresIn` in seconds. What was consumed stays so. */
  async upsert(id: string, payload: AdapterPayload, expiresIn: number): Promise<void> {
    const row = this.#rowFor(id, payload, expiresIn)
    await this.#parts.db.transaction().execute(async (write) => {
      for (let attempt = 1; attempt <= maxAttempts; attempt++) {
        // The row itself is asked whether it is over: nobody else ends it, or writes its successor, in between.
        if (await isUpdated(write, row)) return
        if (this.#model === 'Session' && (await isOver(write, row.id))) return
        if (await isInserted(write, row)) return
        // Somebody wrote the same one meanwhile, or one with its uid: that is there to be seen now.
      }
      throw new Error(`A record of the model ${this.#model} could not be written: its code is another's`)
    })
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    return this.#findBy('id', this.#digest(id))
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return this.#findBy('uid', uid)
  }

  async findByUserCode(userCode: string): Promise<AdapterPayload | undefined> {
    return this.#findBy('user_code', this.#digest(userCode))
  }

  async consume(id: string): Promise<void> {
    const { db, clock } = this.#parts
    const result = await db
      .updateTable('oidc')
      .set({ consumed_at: clock.now() })
      .where('model', '=', this.#model)
      .where('id', '=', this.#digest(id))
      .where('consumed_at', 'is', null)
      .executeTakeFirst()
    if (result.numUpdatedRows === 0n) throw new errors.InvalidGrant('already consumed')
  }

  async destroy(id: string): Promise<void> {
    if (this.#model === 'Session') return this.#end(this.#digest(id))
    const query = this.#parts.db.deleteFrom('oidc').where('model', '=', this.#model)
    await query.where('id', '=', this.#digest(id)).execute()
  }

  /** Of this model only: the library asks each one. */
  async revokeByGrantId(grantId: string): Promise<void> {
    const query = this.#parts.db.deleteFrom('oidc').where('model', '=', this.#model)
    await query.where('grant_id', '=', this.#digest(grantId)).execute()
  }

  /** Whoever answers a request writes its session at the end: of one that is over a mark stays, so that none comes back. */
  async #end(digest: string): Promise<void> {
    const { db, sealer, clock } = this.#parts
    const now = clock.now()
    const payload = sealer.seal('{}', this.#context(digest))
    await db
      .updateTable('oidc')
      .set({ payload, uid: null, account_id: null, expires_at: now + markMs, consumed_at: now })
      .where('model', '=', this.#model)
      .where('id', '=', digest)
      .execute()
  }

  #rowFor(id: string, payload: AdapterPayload, expiresIn: number): OidcRow {
    const { sealer, clock } = this.#parts
    const digest = this.#digest(id)
    return {
      model: this.#model,
      id: digest,
      payload: sealer.seal(JSON.stringify(payload), this.#context(digest)),
      grant_id: payload.grantId === undefined ? null : this.#digest(payload.grantId),
      user_code: payload.userCode === undefined ? null : this.#digest(payload.userCode),
      uid: payload.uid ?? null,
      account_id: payload.accountId ?? null,
      expires_at: expiresIn > 0 ? clock.now() + expiresIn * 1000 : null,
      consumed_at: null,
    }
  }

  async #findBy(column: 'id' | 'uid' | 'user_code', value: string): Promise<AdapterPayload | undefined> {
    const row = await this.#parts.db
      .selectFrom('oidc')
      .select(['id', 'payload', 'consumed_at'])
      .where('model', '=', this.#model)
      .where(column, '=', value)
      .executeTakeFirst()
    if (row === undefined || (this.#model === 'Session' && row.consumed_at !== null)) return undefined
    const payload = JSON.parse(this.#parts.sealer.open(row.payload, this.#context(row.id))) as AdapterPayload
    return row.consumed_at === null ? payload : { ...payload, consumed: Math.floor(row.consumed_at / 1000) }
  }

  #digest(value: string): string {
    return this.#parts.sealer.digest(`${this.#parts.tenantId}:${value}`)
  }

  #context(digest: string): string {
    return `${this.#model}:${digest}`
  }
}

/** False: there is none, or it is a session that is over. */
async function isUpdated(write: Kysely<Tables>, row: OidcRow): Promise<boolean> {
  const { model, id, consumed_at: _consumed, ...changed } = row
  const query = write.updateTable('oidc').set(changed).where('model', '=', model).where('id', '=', id)
  const live = model === 'Session' ? query.where('consumed_at', 'is', null) : query
  return (await live.executeTakeFirst()).numUpdatedRows > 0n
}

/** A session changes its id at sign-in and keeps its uid: the row under the old id goes first. */
async function isInserted(write: Kysely<Tables>, row: OidcRow): Promise<boolean> {
  if (row.uid !== null) {
    await write.deleteFrom('oidc').where('model', '=', row.model).where('uid', '=', row.uid).execute()
  }
  const { numInsertedOrUpdatedRows: inserted = 0n } = await write
    .insertInto('oidc')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return inserted > 0n
}

async function isOver(db: Kysely<Tables>, session: string): Promise<boolean> {
  const query = db.selectFrom('oidc').select('id').where('model', '=', 'Session').where('id', '=', session)
  return (await query.where('consumed_at', 'is not', null).executeTakeFirst()) !== undefined
}
