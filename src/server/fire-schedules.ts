import type { Registry } from '../arm/registry.ts'
import type { Log } from '../base/log.ts'
import type { ResourceRecord } from '../store/records.ts'
import type { Firing } from '../store/store.ts'

/** A row that cannot be decided must not hold up all others that are due at the same time. */
const lookAgainMs = 60 * 60_000

/** What the type of a row says its schedules want. Never throws. */
export function firingBy(registry: Registry, log: Log): (record: ResourceRecord, now: number) => Firing {
  return (record, now) => {
    try {
      const firing = registry.type(record.type)?.firing?.fire(record, now)
      if (firing) return firing
      log.error({ resource: record.id }, 'schedules are due of a type that has none')
    } catch (error) {
      log.error({ err: error, resource: record.id }, 'schedules could not be reckoned; trying again in an hour')
    }
    return { desired: record.desired, firesAt: now + lookAgainMs, steps: [], findings: [] }
  }
}
