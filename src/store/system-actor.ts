import type { Actor } from './records.ts'

/** Who did what nobody asked for at that moment: found by the controller, or due by a schedule. */
export function systemActor(tenantId: string): Actor {
  return { objectId: '00000000-0000-0000-0000-000000000000', name: 'Carrel', kind: 'System', tenantId }
}
