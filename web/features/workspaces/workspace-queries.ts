import { queryOptions } from '@tanstack/react-query'
import { apiVersions } from '../../api/api-versions.ts'
import type { ArmClient } from '../../api/arm-client.ts'
import { arm, type WorkspaceKey, workspaceKeyOf } from '../../paths.ts'
import { compareNames } from '../../ui/compare-names.ts'
import type { Tags } from './tags.ts'

export interface WorkspaceEntry {
  readonly id: string
  readonly name: string
  readonly location: string
  readonly key: WorkspaceKey
  readonly description: string
  readonly tags: Tags
  readonly state: string
}

interface WireWorkspace {
  readonly id: string
  readonly name: string
  readonly location?: string
  readonly tags?: Tags
  readonly properties?: { readonly description?: string | null; readonly provisioningState?: string }
}

const quickMs = 1_500

/** All workspaces of which the person may see something, by name; asked again while one is being deleted. */
export function workspacesQuery(client: ArmClient) {
  return queryOptions({
    queryKey: ['workspaces'],
    staleTime: 30_000,
    queryFn: async (): Promise<readonly WorkspaceEntry[]> => {
      const subscriptions = await client.list<{ subscriptionId: string }>(
        arm.subscriptions(),
        apiVersions.subscriptions,
      )
      const lists = await Promise.all(
        subscriptions.map(({ subscriptionId }) =>
          client.list<WireWorkspace>(arm.workspaces(subscriptionId), apiVersions.machineLearning),
        ),
      )
      return lists
        .flat()
        .map(entryOf)
        .sort((a, b) => compareNames(a.name, b.name))
    },
    refetchInterval: ({ state }) => (state.data?.some((each) => each.state === 'Deleting') === true ? quickMs : false),
  })
}

function entryOf({ id, name, location, tags, properties }: WireWorkspace): WorkspaceEntry {
  return {
    id,
    name,
    location: location ?? '',
    key: workspaceKeyOf(id),
    description: properties?.description ?? '',
    tags: tags ?? {},
    state: properties?.provisioningState ?? '',
  }
}
