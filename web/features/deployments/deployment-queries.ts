import { queryOptions } from '@tanstack/react-query'
import { apiVersions } from '../../api/api-versions.ts'
import type { ArmClient } from '../../api/arm-client.ts'
import { arm, type DeploymentPlace } from '../../paths.ts'
import { isActive } from './deployment-state.ts'
import type { Dependency, Reference } from './graph-layout.ts'

export interface DeploymentFault {
  readonly code: string
  readonly message: string
  readonly details?: readonly DeploymentFault[]
}

export interface Deployment {
  readonly id: string
  readonly name: string
  readonly properties: {
    readonly provisioningState: string
    readonly timestamp: string
    readonly duration?: string
    readonly mode: string
    readonly correlationId: string
    readonly dependencies?: readonly Dependency[]
    readonly parameters?: Readonly<Record<string, { readonly type: string; readonly value?: unknown }>>
    readonly outputs?: Readonly<Record<string, { readonly type: string; readonly value?: unknown }>>
    readonly error?: DeploymentFault
  }
}

export interface Operation {
  readonly operationId: string
  readonly properties: {
    readonly provisioningOperation: string
    readonly provisioningState: string
    readonly timestamp: string
    readonly duration: string
    readonly statusMessage?: { readonly error?: DeploymentFault }
    readonly targetResource: Reference
  }
}

const quickMs = 1_500

/** Of a group, the newest first. */
export function deploymentsQuery(client: ArmClient, place: DeploymentPlace) {
  return queryOptions({
    queryKey: ['deployments', place.subscription, place.group],
    queryFn: async () => {
      const all = await client.list<Deployment>(arm.deployments(place), apiVersions.resources)
      return all.toSorted((a, b) => b.properties.timestamp.localeCompare(a.properties.timestamp))
    },
    refetchInterval: ({ state }) => (state.data?.some(isActive) === true ? quickMs : 10_000),
  })
}

/** Live as long as it runs. */
export function deploymentQuery(client: ArmClient, place: DeploymentPlace, name: string) {
  return queryOptions({
    queryKey: ['deployments', place.subscription, place.group, name],
    queryFn: () => client.get<Deployment>(arm.deployment(place, name), apiVersions.resources),
    refetchInterval: ({ state }) => (state.data === undefined || isActive(state.data) ? quickMs : false),
  })
}

/** What was begun, the first first. */
export function operationsQuery(
  client: ArmClient,
  place: DeploymentPlace,
  { name, isLive }: { name: string; isLive: boolean },
) {
  return queryOptions({
    // The end of a deployment asks once more: its last steps may have ended with it.
    queryKey: ['deployment-operations', place.subscription, place.group, name, isLive],
    queryFn: async () => {
      const all = await client.list<Operation>(arm.deploymentOperations(place, name), apiVersions.resources)
      return all.toReversed()
    },
    placeholderData: (before) => before,
    refetchInterval: isLive ? quickMs : false,
  })
}
