import type { Change } from '../../../../store/store.ts'
import { historyOf, isKept, mostKept } from '../history.ts'
import { isActive } from '../model.ts'
import type { Run } from './run.ts'

/** The oldest that have ended and that no lock keeps, as many as there are too many now that this one has ended. */
export async function forgetOldest({ services, record }: Pick<Run, 'services' | 'record'>): Promise<Change[]> {
  const { store } = services
  const ended: { key: string; id: string; at: number }[] = []
  for await (const page of historyOf(store, record.parentKey)) {
    const others = page.filter((row) => row.key !== record.key && !isActive(row))
    ended.push(...others.map(({ key, id, modifiedAt }) => ({ key, id, at: modifiedAt })))
  }
  const excess = ended.length + 1 - mostKept
  // A lock of the place is one of each.
  if (excess <= 0 || (await isKept(store, record.id))) return []
  const changes: Change[] = []
  for (const { key, id } of ended.toSorted((a, b) => a.at - b.at)) {
    if (changes.length === excess) break
    if (!(await isKept(store, id))) changes.push({ kind: 'delete', key })
  }
  return changes
}
