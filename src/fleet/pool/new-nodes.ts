import { createHash, randomBytes } from 'node:crypto'
import type { ResourceRecord } from '../../store/records.ts'
import type { Change } from '../../store/store.ts'
import { type FleetSpec, type NodeRecord, nodeType } from '../fleet.ts'
import { lowPriorityLedger } from '../low-priority.ts'
import { desiredNode } from '../node-rows.ts'
import type { PoolSpec } from './pool.ts'

export interface Addition {
  readonly spec: FleetSpec
  readonly pool: PoolSpec
  /** Leaving ones too: they have their ports until they are gone. */
  readonly nodes: readonly NodeRecord[]
  readonly count: number
  readonly installationId: string
}

/** Rows for as many nodes as are asked for and there are ports for; each holds its cores (BA-11). */
export function newNodes(fleet: ResourceRecord, addition: Addition): Change[] {
  const { spec, pool, nodes, installationId } = addition
  const ports = freePorts(addition)
  const count = pool.ssh === undefined ? addition.count : Math.min(addition.count, ports.length)
  const taken = new Set(nodes.map(({ name }) => name))
  return Array.from({ length: count }, (_, index): Change => {
    const name = newName(fleet.key, taken)
    taken.add(name)
    const id = `${fleet.id}/nodes/${name}`
    const desired = desiredNode(fleet, spec, { id, existing: undefined, installationId, hostname: name })
    const ssh = pool.ssh && { host: pool.ssh.host, port: ports[index] ?? 0 }
    return {
      ...{ kind: 'create', id, type: nodeType, parentKey: fleet.key, name },
      desired: { ...desired, template: { ...desired.template, ssh } },
      holding: {
        engine: pool.priority === 'lowPriority' ? lowPriorityLedger(spec.engine) : spec.engine,
        family: pool.family,
        cores: pool.coresPerNode,
      },
    }
  })
}

function freePorts({ pool, nodes }: Addition): number[] {
  const used = new Set(nodes.map(({ desired }) => desired.template.ssh?.port))
  return (pool.ssh?.ports ?? []).filter((port) => !used.has(port))
}

/** As Batch AI's: the pool, and the node in it. A name is never used twice. */
function newName(fleetKey: string, taken: ReadonlySet<string>): string {
  const pool = createHash('sha256').update(fleetKey).digest().readUInt32BE(0)
  for (;;) {
    const name = `tvm-${String(pool).padStart(10, '0')}-${randomBytes(4).toString('hex')}`
    if (!taken.has(name)) return name
  }
}
