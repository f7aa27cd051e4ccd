// The history of a group, or of a subscription's own deployments, holds the latest 800; older ones go as new ones end.

import type { ResourceRecord } from '../../../../store/records.ts'
import type { Change } from '../../../../store/store.ts'
import { type DeploymentRecord, deploymentType, isActive } from '../model.ts'
import type { Run } from './run.ts'

const kept = 800
/** Rows hold whole templates: a few at a time. */
const pageSize = 50

export async function forgetOldest({ services, record }: Pick<Run, 'services' | 'record'>): Promise<Change[]> {
  const ended: { key: string; at: number }[] = []
  let after: string | undefined
  do {
    const page: ResourceRecord[] = await services.store.list(
      { type: deploymentType, parentKey: record.parentKey },
      { limit: pageSize, after },
    )
    const others = (page as DeploymentRecord[]).filter((row) => row.key !== record.key && !isActive(row))
    ended.push(...others.map((row) => ({ key: row.key, at: row.modifiedAt })))
    after = page.length < pageSize ? undefined : page.at(-1)?.key
  } while (after !== undefined)
  const excess = ended.length + 1 - kept
  if (excess <= 0) return []
  return ended
    .toSorted((a, b) => a.at - b.at)
    .slice(0, excess)
    .map(({ key }) => ({ kind: 'delete', key }))
}
