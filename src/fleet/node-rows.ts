// Which node rows a fleet should have, beside which it has.

import { createHash } from 'node:crypto'
import { canonicalJson } from '../base/json.ts'
import type { Mount } from '../engine/engine.ts'
import type { ResourceRecord } from '../store/records.ts'
import type { Change } from '../store/store.ts'
import { type FleetSpec, type NodeDesired, type NodeRecord, nodeType } from './fleet.ts'

/** The changes that bring the rows to the spec: missing ones made, different ones altered, surplus ones deleted. */
export function nodeRowChanges(
  fleet: ResourceRecord,
  spec: FleetSpec,
  nodes: readonly NodeRecord[],
  installationId: string,
): Change[] {
  const changes: Change[] = []
  const byKey = new Map(nodes.map((node) => [node.key, node]))
  for (let index = 0; index < spec.count; index++) {
    const id = nodeId(fleet.id, index)
    const existing = byKey.get(id.toLowerCase())
    byKey.delete(id.toLowerCase())
    const desired = desiredNode(fleet, spec, { id, existing, installationId })
    if (!existing)
      changes.push({ kind: 'create', id, type: nodeType, parentKey: fleet.key, name: String(index), desired })
    else if (canonicalJson(existing.desired) !== canonicalJson(desired))
      changes.push({ kind: 'desire', key: existing.key, desired })
  }
  for (const surplus of byKey.values()) {
    if (surplus.deletedAt === undefined) changes.push({ kind: 'delete', key: surplus.key })
  }
  return changes
}

/** What differs of nodes that are there, whoever made them; one may have got another SSH port, and a job what it mounts. */
export function changedNodes(
  fleet: ResourceRecord,
  spec: FleetSpec,
  nodes: readonly (NodeRecord & { readonly newPort?: number; readonly jobMounts?: readonly Mount[] })[],
  installationId: string,
): Change[] {
  return nodes.flatMap((existing): Change[] => {
    const { hostname, template } = existing.desired
    const { newPort, jobMounts = [] } = existing
    const desired = desiredNode(fleet, spec, { id: existing.id, existing, installationId, hostname })
    const ssh = template.ssh && newPort !== undefined ? { ...template.ssh, port: newPort } : template.ssh
    const mounts = [...desired.template.mounts, ...jobMounts]
    const altered = { ...desired, template: { ...desired.template, mounts, ssh } }
    const isSame = canonicalJson(existing.desired) === canonicalJson(altered)
    return isSame ? [] : [{ kind: 'desire', key: existing.key, desired: altered }]
  })
}

export function nodeId(fleetId: string, index: number): string {
  return `${fleetId}/nodes/${index}`
}

/** Derived from installation and id alone, so that a second attempt meets the first. */
export function machineKey(installationId: string, id: string): string {
  return `c-${installationId}-${createHash('sha256').update(id.toLowerCase()).digest('hex').slice(0, 16)}`
}

export function desiredNode(
  fleet: ResourceRecord,
  spec: FleetSpec,
  node: { id: string; existing: NodeRecord | undefined; installationId: string; hostname?: string },
): NodeDesired {
  const key = machineKey(node.installationId, node.id)
  const template = spec.template
  return {
    engine: spec.engine,
    machineKey: key,
    hostname: node.hostname ?? hostnameOf(fleet.name.toLowerCase(), spec, node.id),
    power: spec.power,
    boot: spec.boot,
    attempt: node.existing?.failure ? fleet.generation : (node.existing?.desired.attempt ?? 0),
    template: {
      ...template,
      mounts: template.mounts.map((mount) => ({
        ...mount,
        source: { ...mount.source, key: mount.source.key.replace('{node}', key) },
      })),
    },
  }
}

function hostnameOf(fleetName: string, { count }: FleetSpec, id: string): string {
  return count === 1 ? fleetName : `${fleetName}-${id.split('/').at(-1)}`
}
