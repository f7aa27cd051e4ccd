import type { ResourceRecord } from '../store/records.ts'
import { provisioningState } from './provisioning-state.ts'
import type { AnyResourceType, ArmDesired, View } from './resource-type.ts'
import type { SystemData } from './wire.ts'

/** The whole document: what every resource has, around what its type shows. */
export function renderResource(type: AnyResourceType, view: View<ArmDesired, unknown>): Record<string, unknown> {
  const { record } = view
  const { properties, ...topLevel } = type.render(view)
  const shows = (member: 'systemData' | 'provisioningState') => type.omits?.includes(member) !== true
  const state = provisioningState(record, view.lastOperation)
  const tracked = type.isTracked ? { location: record.desired.location, tags: record.desired.tags ?? {} } : {}
  return {
    id: record.id,
    name: record.name,
    type: type.type,
    ...tracked,
    ...topLevel,
    properties: { ...(shows('provisioningState') ? { provisioningState: state } : {}), ...properties },
    ...(shows('systemData') ? { systemData: systemData(record) } : {}),
  }
}

function systemData(record: ResourceRecord): SystemData {
  return {
    createdBy: record.createdBy.name,
    createdByType: wireKind(record.createdBy.kind),
    createdAt: new Date(record.createdAt).toISOString(),
    lastModifiedBy: record.modifiedBy.name,
    lastModifiedByType: wireKind(record.modifiedBy.kind),
    lastModifiedAt: new Date(record.modifiedAt).toISOString(),
  }
}

function wireKind(kind: string): string {
  return kind === 'ServicePrincipal' || kind === 'System' ? 'Application' : kind
}
