import type { Finding } from '../store/store.ts'
import type { NodeObserved, NodeRecord } from './fleet.ts'

/** Datastores that a running node does without, and that it has again, told once each in its fleet's timeline. */
export function datastoreFindings({ observed: before, parentKey }: NodeRecord, now: NodeObserved): Finding[] {
  if (now.phase !== 'running') return []
  return (now.datastores ?? []).flatMap(({ key, path, fault }) => {
    const earlier = before?.datastores?.find((each) => each.key === key)
    const wasToldOf = before?.phase === 'running' && before.bootId === now.bootId && earlier !== undefined
    if (fault === undefined) {
      if (!wasToldOf || earlier.fault === undefined) return []
      return [{ key: parentKey, cause: 'DatastoreMounted', message: `${path} is there again.` }]
    }
    if (wasToldOf && earlier.fault === fault) return []
    const name = path.split('/').at(-1) ?? ''
    return [
      {
        key: parentKey,
        cause: 'DatastoreNotMounted',
        message: `The datastore '${name}' is not at ${path}: ${fault}. The instance runs without it.`,
        nextStep: `See why: carrel datastore show ${name}. It is mounted as soon as it can be.`,
      },
    ]
  })
}
