// The history of a group, or of a subscription's own deployments, holds the latest 800: older ones go as new ones end. A
// lock that keeps things from being deleted keeps them too, and a full history then takes no new name.

import { refuseLocked } from '../../../arm/locks.ts'
import { keyOf } from '../../../arm/resource-id.ts'
import { ArmError } from '../../../base/errors.ts'
import type { ResourceRecord } from '../../../store/records.ts'
import type { Store } from '../../../store/store.ts'
import { type DeploymentRecord, deploymentType } from './model.ts'

export const mostKept = 800
/** Rows hold whole templates: a few at a time. */
const pageSize = 50

/** Throws 409 `DeploymentQuotaExceeded` where one more could make no older one go. */
export async function requireRoom(store: Store, { id, name }: { id: string; name: string }): Promise<void> {
  const key = keyOf(id)
  if (!(await isKept(store, id)) || (await store.get(key)) !== undefined) return
  const [parentKey = ''] = key.split('/providers/')
  let count = 0
  for await (const page of historyOf(store, parentKey)) count += page.length
  if (count < mostKept) return
  throw new ArmError(
    409,
    'DeploymentQuotaExceeded',
    `Creating the deployment '${name}' would exceed the quota of '${mostKept}'. The current deployment count is '${count}', ` +
      'and a lock keeps the oldest from being deleted by itself. Remove the lock, or deploy under a name that is there already.',
  )
}

/** Whether a lock keeps it from being deleted. */
export async function isKept(store: Pick<Store, 'list'>, id: string): Promise<boolean> {
  try {
    await refuseLocked(store, id, 'delete')
    return false
  } catch (error) {
    if (error instanceof ArmError && error.code === 'ScopeLocked') return true
    throw error
  }
}

export async function* historyOf(store: Pick<Store, 'list'>, parentKey: string): AsyncGenerator<DeploymentRecord[]> {
  let after: string | undefined
  do {
    const query = { type: deploymentType, parentKey }
    const page: ResourceRecord[] = await store.list(query, { limit: pageSize, after })
    yield page as DeploymentRecord[]
    after = page.length < pageSize ? undefined : page.at(-1)?.key
  } while (after !== undefined)
}
