import type { Finding } from '../store/store.ts'
import type { NodeObserved, NodeRecord } from './fleet.ts'

/** What went wrong beside a node, told once in its fleet's timeline. */
export function sidecarFindings({ observed: before, parentKey }: NodeRecord, now: NodeObserved): Finding[] {
  return (now.sidecars ?? []).flatMap(({ name, fault }) => {
    const earlier = before?.sidecars?.find((each) => each.name === name)?.fault
    if (fault === undefined || (earlier?.code === fault.code && before?.bootId === now.bootId)) return []
    return [{ key: parentKey, cause: fault.code, message: `Application ${name}: ${fault.message}` }]
  })
}
