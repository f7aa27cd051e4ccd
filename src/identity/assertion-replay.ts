// Refuses a client assertion that was used before. Clients sign one and use it for several APIs within its few minutes, so
// it serves once for each kind of API; of many that present it at the same moment one succeeds.

import type { AdapterParts } from './oidc-adapter.ts'

export interface AssertionUse {
  readonly issuer: string
  readonly jti: string
  readonly api: string
  /** Epoch seconds. */
  readonly expiresAt: number
}

const model = 'ReplayDetection'

/** False: it was used before. */
export async function useAssertionOnce(
  { db, sealer, tenantId }: AdapterParts,
  { issuer, jti, api, expiresAt }: AssertionUse,
): Promise<boolean> {
  const id = sealer.digest(JSON.stringify([tenantId, model, issuer, api, jti]))
  const row = {
    model,
    id,
    payload: sealer.seal('{}', `${model}:${id}`),
    grant_id: null,
    user_code: null,
    uid: null,
    account_id: null,
    expires_at: Math.ceil(expiresAt * 1000),
    consumed_at: null,
  }
  const { numInsertedOrUpdatedRows: inserted = 0n } = await db
    .insertInto('oidc')
    .values(row)
    .onConflict((conflict) => conflict.columns(['model', 'id']).doNothing())
    .executeTakeFirst()
  return inserted > 0n
}
