// From an app's label to its node: the label's claim names the fleet, the fleet's first node has the rest. Every answer is
// at most `freshMs` old, so a route is there when the instance is running and gone soon after it is another's.

import type { Kysely } from 'kysely'
import type { Clock } from '../base/clock.ts'
import { type NodeDesired, type NodeObserved, nodeType } from '../fleet/fleet.ts'
import type { Failure } from '../store/records.ts'
import type { Tables } from '../store/tables.ts'
import { type AppTarget, reachOf } from './app-target.ts'

export class RouteTable {
  readonly #db: Kysely<Tables>
  readonly #clock: Clock
  readonly #cache = new Map<string, { readonly at: number; readonly target: Promise<AppTarget | undefined> }>()

  constructor(db: Kysely<Tables>, clock: Clock) {
    this.#db = db
    this.#clock = clock
  }

  /** Undefined: no instance has this label. */
  find(label: string): Promise<AppTarget | undefined> {
    const now = this.#clock.now()
    const cached = this.#cache.get(label)
    if (cached !== undefined && now - cached.at < freshMs) return cached.target
    // Names can be asked for without end; what is remembered of them cannot.
    if (this.#cache.size >= maxCached) this.#cache.clear()
    const target = readTargets(this.#db, [label]).then((targets) => targets.get(label))
    target.catch(() => this.#cache.delete(label))
    this.#cache.set(label, { at: now, target })
    return target
  }

  /** As of now, in one query. */
  findAll(labels: readonly string[]): Promise<Map<string, AppTarget>> {
    return readTargets(this.#db, labels)
  }

  /** After the node did not answer where it was said to be. */
  forget(label: string): void {
    this.#cache.delete(label)
  }
}

const freshMs = 250
const maxCached = 10_000
/** Databases take only so many values in one query. */
const batchSize = 500

async function readTargets(db: Kysely<Tables>, labels: readonly string[]): Promise<Map<string, AppTarget>> {
  const targets = new Map<string, AppTarget>()
  for (let start = 0; start < labels.length; start += batchSize) {
    for (const row of await readRows(db, labels.slice(start, start + batchSize))) {
      const target = targetOf(row)
      if (target !== undefined && !targets.has(target.label)) targets.set(target.label, target)
    }
  }
  return targets
}

function readRows(db: Kysely<Tables>, labels: readonly string[]) {
  return db
    .selectFrom('claims')
    .innerJoin('resources as fleet', 'fleet.key', 'claims.resource_key')
    .innerJoin('resources as node', (join) =>
      join.onRef('node.parent_key', '=', 'fleet.key').on('node.type', '=', nodeType),
    )
    .where('claims.kind', '=', 'app-label')
    .where('claims.value', 'in', labels)
    .orderBy('node.key')
    .select([
      'claims.value as label',
      'fleet.name as instance',
      'fleet.generation',
      'fleet.observed_generation as observedGeneration',
      'fleet.failure',
      'node.desired',
      'node.observed',
    ])
    .execute()
}

type Row = Awaited<ReturnType<typeof readRows>>[number]

function targetOf(row: Row): AppTarget | undefined {
  const desired = JSON.parse(row.desired) as NodeDesired
  const observed = row.observed === null ? undefined : (JSON.parse(row.observed) as NodeObserved)
  const failure = row.failure === null ? undefined : (JSON.parse(row.failure) as Failure)
  const route = desired.template.apps.find(({ label }) => label === row.label)
  if (route === undefined || !isOffered(route.channel, observed)) return undefined
  return {
    label: row.label,
    channel: route.channel,
    instance: row.instance,
    ownerId: desired.template.ownerId,
    state: {
      phase: observed?.phase ?? 'unknown',
      phases: observed?.phases ?? [],
      cause: observed?.cause,
      failure,
      isChanging: Number(row.observedGeneration) < Number(row.generation) && failure === undefined,
      power: desired.power,
    },
    reach: reachOf({ desired, observed }),
  }
}

/** What the image of a node does not bring has no place; what was brought to it answers at a port. */
function isOffered(channel: string, observed: NodeObserved | undefined): boolean {
  return channel.startsWith('port:') || observed?.offers?.includes(channel) !== false
}
