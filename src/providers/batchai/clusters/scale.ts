// BA-08, BA-09: how many nodes are asked for, on the wire and in the model.

import type { z } from 'zod'
import { defaultIdleMs, idleTimeText, parseIdleTime } from '../../../fleet/pool/idle-time.ts'
import type { PoolScale } from '../../../fleet/pool/pool.ts'
import type { scaleSchema } from './cluster-wire.ts'

const path = 'properties.scaleSettings'

/** Without settings there are none, and somebody will ask for some later. */
export function scaleOf(
  body: z.infer<typeof scaleSchema> | null | undefined,
  before: PoolScale | undefined,
): PoolScale {
  if (!body?.autoScale && !body?.manual && before) return before
  if (body?.autoScale) {
    const { minimumNodeCount, maximumNodeCount, initialNodeCount, nodeIdleTimeBeforeScaleDown: idle } = body.autoScale
    const kept = before?.kind === 'auto' ? before.idleMs : defaultIdleMs
    return {
      kind: 'auto',
      least: minimumNodeCount,
      most: maximumNodeCount,
      initial: initialNodeCount ?? 0,
      idleMs: idle ? parseIdleTime(idle, `${path}.autoScale.nodeIdleTimeBeforeScaleDown`) : kept,
    }
  }
  return {
    kind: 'manual',
    count: body?.manual?.targetNodeCount ?? 0,
    onRemoval: body?.manual?.nodeDeallocationOption ?? 'requeue',
  }
}

/** `isOwn`: what Azure never had is shown. */
export function scaleDocument(scale: PoolScale, isOwn: boolean) {
  if (scale.kind === 'manual')
    return { manual: { targetNodeCount: scale.count, nodeDeallocationOption: scale.onRemoval } }
  const { least, most, initial, idleMs } = scale
  return {
    autoScale: {
      minimumNodeCount: least,
      maximumNodeCount: most,
      initialNodeCount: initial,
      ...(isOwn ? { nodeIdleTimeBeforeScaleDown: idleTimeText(idleMs) } : {}),
    },
  }
}
