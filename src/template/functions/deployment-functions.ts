// What a template can ask about where it is deployed.

import type { Json } from '../../base/json.ts'
import type { JsonObject } from '../json-values.ts'
import type { GroupFacts, PlanContext } from '../plan-context.ts'
import { any, define, type NamedFunction } from '../scope.ts'
import { resourceIdFunctions } from './resource-ids.ts'

/** `template` is what `deployment().properties.template` shows of itself. */
export function deploymentFunctions(context: PlanContext, template: Json): readonly NamedFunction[] {
  const { subscription, resourceGroup, environment, deployer } = context
  return [
    ...resourceIdFunctions({ subscriptionId: subscription.subscriptionId, resourceGroup: resourceGroup?.name }),
    define('subscription', [0, 0], () => ({ ...subscription })),
    define('tenant', [0, 0], () => ({ id: '/', tenantId: subscription.tenantId })),
    define('environment', [0, 0], () => environment),
    define('deployment', [0, 0], () => deploymentFacts(context, template)),
    define('resourceGroup', [0, 0], (args) => {
      if (resourceGroup === undefined) throw args.fault('is of no use here: the deployment is one of the subscription')
      return groupDocument(resourceGroup)
    }),
    ...known('deployer', deployer),
    define('pickZones', [3, 5], () => []),
    ...providersFunction(context),
  ]
}

function known(name: string, document: JsonObject | undefined): NamedFunction[] {
  return document === undefined ? [] : [define(name, [0, 0], () => document)]
}

function groupDocument({ id, name, location, tags, properties }: GroupFacts): Json {
  return {
    id,
    name,
    type: 'Microsoft.Resources/resourceGroups',
    location,
    tags: tags ?? {},
    properties: properties ?? { provisioningState: 'Succeeded' },
  }
}

function deploymentFacts({ deployment, resourceGroup }: PlanContext, template: Json): Json {
  const { name, location, mode, templateLink } = deployment
  return {
    name,
    ...(resourceGroup === undefined && location !== undefined ? { location } : {}),
    properties: {
      ...(templateLink === undefined ? { template } : { templateLink }),
      mode: mode ?? 'Incremental',
      provisioningState: 'Accepted',
    },
  }
}

/** `providers('Microsoft.Network', 'virtualNetworks').apiVersions[0]`. */
function providersFunction({ apiVersionsOf }: PlanContext): readonly NamedFunction[] {
  if (apiVersionsOf === undefined) return []
  return [
    define('providers', [2, any], (args) => {
      const [namespace, resourceType] = [args.text(0), args.text(1)]
      const apiVersions = apiVersionsOf(`${namespace}/${resourceType}`)
      if (apiVersions === undefined) throw args.fault(`finds no type '${namespace}/${resourceType}'`)
      return { resourceType, locations: [], apiVersions: [...apiVersions] }
    }),
  ]
}
