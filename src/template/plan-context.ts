// Where a deployment stands: given with the template, kept with it, the same at every planning.

import type { JsonObject } from './json-values.ts'

export interface PlanContext {
  readonly subscription: SubscriptionFacts
  /** Undefined: the deployment is one of the subscription. */
  readonly resourceGroup?: GroupFacts
  readonly deployment: DeploymentFacts
  /** What `environment()` is; `name` at least. */
  readonly environment: JsonObject
  /** Who deploys: `{ objectId, tenantId }`; undefined: `deployer()` is refused. */
  readonly deployer?: JsonObject
  /** Versions of a type, newest first; undefined: there is no such type. */
  readonly apiVersionsOf?: (type: string) => readonly string[] | undefined
}

export interface SubscriptionFacts {
  readonly id: string
  readonly subscriptionId: string
  readonly tenantId: string
  readonly displayName: string
}

export interface GroupFacts {
  /** In a spelling that stays: names are derived from it. */
  readonly id: string
  readonly name: string
  readonly location: string
  readonly tags?: JsonObject
  readonly properties?: JsonObject
}

export interface DeploymentFacts {
  readonly name: string
  readonly location?: string
  /** `Incremental` or `Complete`. */
  readonly mode?: string
  /** `{ uri, … }`, when the template came by a link. */
  readonly templateLink?: JsonObject
}
