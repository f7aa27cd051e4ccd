import { expect, test } from 'vitest'
import { lockType } from '../../../../arm/locks.ts'
import type { ListQuery, Page } from '../../../../store/store.ts'
import type { DeploymentRecord } from '../model.ts'
import { forgetOldest } from './forget-oldest.ts'

const ended = (index: number) =>
  ({
    key: `d${String(index).padStart(4, '0')}`,
    id: `/subscriptions/s/resourceGroups/g/providers/Microsoft.Resources/deployments/d${String(index).padStart(4, '0')}`,
    // The later the name, the older.
    modifiedAt: 10_000 - index,
    generation: 1,
    desired: { runId: 'r' },
    observed: { runId: 'r', endedAt: 1, steps: {} },
  }) as unknown as DeploymentRecord
const running = (index: number) => ({ ...ended(index), observed: undefined }) as DeploymentRecord

/** `locked`: key of the row, or of the group, that a lock stands at. */
async function forgotten(rows: readonly DeploymentRecord[], locked?: string) {
  const lock = { id: `${locked}/providers/Microsoft.Authorization/locks/keep`, desired: { level: 'CanNotDelete' } }
  const list = async ({ type, parentKey = [] }: ListQuery, page?: Page) => {
    if (type === lockType) return [parentKey].flat().some((key) => key.endsWith(`/${locked}`)) ? [lock] : []
    return rows.filter(({ key }) => key > (page?.after ?? '')).slice(0, page?.limit)
  }
  const id = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Resources/deployments/new'
  const record = { key: 'new', id, parentKey: 'group' } as DeploymentRecord
  const changes = await forgetOldest({ services: { store: { list } } as never, record })
  return changes.map((change) => change.kind === 'delete' && change.key)
}

test('the latest 800 stay', async () => {
  expect(await forgotten(Array.from({ length: 799 }, (_, index) => ended(index)))).toEqual([])
})

test('the oldest go, and none that runs', async () => {
  const rows = Array.from({ length: 803 }, (_, index) => (index === 802 ? running(index) : ended(index)))
  expect(await forgotten(rows)).toEqual(['d0801', 'd0800', 'd0799'])
})

test('what a lock keeps stays, and the next oldest goes', async () => {
  const rows = Array.from({ length: 801 }, (_, index) => ended(index))
  expect(await forgotten(rows)).toEqual(['d0800', 'd0799'])
  expect(await forgotten(rows, 'd0800')).toEqual(['d0799', 'd0798'])
  expect(await forgotten(rows, 'g')).toEqual([])
})
