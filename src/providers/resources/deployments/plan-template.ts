import { notFound } from '../../../arm/not-found.ts'
import { groupIdOf, keyOf, subscriptionIdOf } from '../../../arm/resource-id.ts'
import type { ArmDesired } from '../../../arm/resource-type.ts'
import { breathing } from '../../../base/breathe.ts'
import type { Json } from '../../../base/json.ts'
import type { Actor, ResourceRecord } from '../../../store/records.ts'
import type { GroupFacts, PlanContext } from '../../../template/plan-context.ts'
import { type Plan, planDeployment } from '../../../template/plan-deployment.ts'
import type { ShownLink } from './model.ts'
import type { DeploymentServices } from './services.ts'

/** All that a plan hangs on. Equal requests give equal plans, as long as group and subscription stay what they are. */
export interface PlanRequest {
  readonly id: string
  readonly name: string
  readonly template: Json
  /** Values by name. */
  readonly parameters: Readonly<Record<string, Json>>
  readonly runId: string
  readonly startedAt: number
  readonly mode: string
  readonly location?: string
  readonly templateLink?: ShownLink
  readonly actor: Actor
}

/** Throws ArmError 400 `InvalidTemplate`, 404 when the subscription is not there. */
export async function planTemplate(services: DeploymentServices, request: PlanRequest): Promise<Plan> {
  const { template, parameters, startedAt, runId } = request
  const context = await contextOf(services, request)
  return breathing(() =>
    planDeployment({
      template,
      parameters: Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, { value }])),
      context,
      seeds: { utcNow: new Date(startedAt).toISOString(), guid: runId },
    }),
  )
}

async function contextOf(services: DeploymentServices, request: PlanRequest): Promise<PlanContext> {
  const { store, door, endpoint, domain } = services
  const { id, name, location, mode, templateLink, actor } = request
  const subscriptionId = subscriptionIdOf(id) ?? ''
  const subscription = await store.get(keyOf(subscriptionId))
  if (!subscription) throw await notFound(store, subscriptionId)
  const { tenantId, displayName } = subscription.desired as { tenantId: string; displayName: string }
  const groupId = groupIdOf(id)
  return {
    subscription: { id: subscription.id, subscriptionId: subscription.name, tenantId, displayName },
    ...(groupId === undefined ? {} : { resourceGroup: groupFacts(groupId, await store.get(keyOf(groupId))) }),
    deployment: {
      name,
      mode,
      ...(location === undefined ? {} : { location }),
      ...(templateLink === undefined ? {} : { templateLink: { ...templateLink } }),
    },
    environment: environment(endpoint, domain),
    deployer: { objectId: actor.objectId, tenantId: actor.tenantId },
    apiVersionsOf(type) {
      const versions = door.types().find((each) => keyOf(each.type) === keyOf(type))?.apiVersions
      return versions?.toReversed()
    },
  }
}

/** Of a group that the same template is yet to make only the name is known. */
function groupFacts(id: string, group: ResourceRecord | undefined): GroupFacts {
  if (!group) return { id, name: id.split('/').at(-1) ?? '', location: 'local' }
  const { location = 'local', tags = {} } = group.desired as ArmDesired
  return { id: group.id, name: group.name, location, tags }
}

/** Templates compare the name, and take it for public Azure's when it is not one of the others. */
function environment(endpoint: string, domain: string) {
  return {
    name: 'AzureCloud',
    resourceManager: `${endpoint}/`,
    portal: endpoint,
    authentication: { loginEndpoint: `${endpoint}/`, audiences: [endpoint], tenant: 'common', identityProvider: 'AAD' },
    suffixes: { storage: domain, keyvaultDns: `.vault.${domain}`, acrLoginServer: `.azurecr.${domain}` },
  }
}
