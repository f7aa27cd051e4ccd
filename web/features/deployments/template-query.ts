import { queryOptions } from '@tanstack/react-query'
import { apiVersions } from '../../api/api-versions.ts'
import type { ArmClient } from '../../api/arm-client.ts'
import { arm, type DeploymentPlace } from '../../paths.ts'

/** The template of an earlier deployment, as text. */
export function templateQuery(client: ArmClient, place: DeploymentPlace, name: string) {
  return queryOptions({
    queryKey: ['deployment-template', place.subscription, place.group, name],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => {
      const { template } = await client.post<{ template: unknown }>(
        arm.deploymentAction(place, name, 'exportTemplate'),
        apiVersions.resources,
      )
      return JSON.stringify(template, undefined, 2)
    },
  })
}
