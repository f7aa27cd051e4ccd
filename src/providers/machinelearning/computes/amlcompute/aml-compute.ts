// What an AmlCompute is, beside what every compute is. Read this first: the files it names hold one idea each.

import { z } from 'zod'
import { readBody } from '../../../../arm/read-body.ts'
import type { ResourceType } from '../../../../arm/resource-type.ts'
import { subnetUse } from '../../../../arm/subnet-use.ts'
import type { Envelope } from '../../../../arm/wire.ts'
import { ArmError } from '../../../../base/errors.ts'
import type { FleetSettings } from '../../../../fleet/fleet.ts'
import type { PoolObserved } from '../../../../fleet/pool/pool.ts'
import { requireWithinQuota } from '../../../../fleet/pool/within-quota.ts'
import type { Sealer } from '../../../../identity/seal.ts'
import type { Store } from '../../../../store/store.ts'
import type { NetworkServices } from '../subnet.ts'
import { admitAml } from './admit-aml.ts'
import type { AmlCluster } from './aml-cluster.ts'
import { history, nodes } from './aml-views.ts'
import { amlScaleSchema } from './aml-wire.ts'
import { fleetOfAml } from './fleet-of-aml.ts'
import { listNodes } from './list-nodes.ts'
import { parseAml } from './parse-aml.ts'
import { bodyOf, renderAml } from './render-aml.ts'

export interface AmlServices extends NetworkServices {
  readonly store: Store
  readonly sealer: Sealer
}

export type AmlDeclaration = Required<
  Pick<
    ResourceType<AmlCluster, PoolObserved>,
    'parse' | 'admit' | 'complete' | 'patched' | 'render' | 'actions' | 'fleet' | 'claimsOf'
  >
>

export function amlCompute(fleet: FleetSettings, services: AmlServices): AmlDeclaration {
  return {
    parse: (input) => parseAml(input, services.sealer),
    admit: (next, { previous }) => admitAml(next, previous?.desired, fleet.host),
    async complete(desired, _workspaceKey, isNew) {
      if (isNew && desired.subnet) await services.requireSubnet(desired.subnet.id)
      await requireWithinQuota(services.store, { ...desired, engine: fleet.engine })
      return desired
    },
    patched: ({ desired }, body) => rescaled(desired, body),
    render: renderAml,
    actions: { listNodes, nodes, history },
    fleet: { fleetOf: fleetOfAml, statusOf: ({ observed }, _nodes, pool) => ({ pool: pool ?? observed?.pool }) },
    claimsOf: ({ ports, subnet }, _name, key) => [
      ...ports.map((port) => ({ kind: 'ssh-port', value: String(port) })),
      ...(subnet ? [subnetUse(subnet.id, key)] : []),
    ],
  }
}

const scaleSchema = z.strictObject({ scaleSettings: amlScaleSchema.nullish() }, 'takes scaleSettings alone')
const patchSchema = z.strictObject(
  { computeType: z.string().nullish(), properties: scaleSchema.nullish(), scaleSettings: amlScaleSchema.nullish() },
  'takes scaleSettings alone',
)

/** Clients say where it stands in three ways: the oldest without the inner `properties`. */
function rescaled(desired: AmlCluster, body: Envelope): Envelope {
  refuseBeside(body)
  const asked = readBody(patchSchema, body.properties ?? {}, 'properties')
  const before = bodyOf(desired, '9')
  const scaleSettings = asked.properties?.scaleSettings ?? asked.scaleSettings ?? before.scaleSettings
  return {
    location: desired.location,
    tags: body.tags ?? desired.tags ?? {},
    properties: {
      computeType: 'AmlCompute',
      description: desired.description,
      properties: { ...before, scaleSettings },
    },
  }
}

/** Nobody would read it. */
function refuseBeside(body: Envelope): void {
  const name = (['location', 'identity', 'sku', 'kind', 'zones'] as const).find(
    (each) => body[each] !== undefined && body[each] !== null,
  )
  if (name === undefined) return
  throw new ArmError(
    400,
    'PropertyChangeNotAllowed',
    `PATCH of a cluster takes tags and scaleSettings alone. Leave '${name}' out.`,
    { target: name },
  )
}
