import type { Place, Session } from '../session/session.ts'

/** The one subscription, and the one workspace in it, that whoever signed in can see; what there are several of is left open. */
export async function findPlace(session: Session): Promise<Place> {
  const subscriptions = await session.list<{ subscriptionId: string }>('/subscriptions?api-version=2022-12-01')
  const subscription = only(subscriptions)?.subscriptionId
  if (subscription === undefined) return { subscription, resourceGroup: undefined, workspace: undefined }
  const workspaces = await session.list<{ id: string; name: string }>(
    `/subscriptions/${encodeURIComponent(subscription)}/providers/Microsoft.MachineLearningServices/workspaces?api-version=2024-10-01`,
  )
  const workspace = only(workspaces)
  return { subscription, resourceGroup: groupOf(workspace?.id), workspace: workspace?.name }
}

function groupOf(id: string | undefined): string | undefined {
  return /\/resourceGroups\/([^/]+)\//i.exec(id ?? '')?.[1]
}

function only<T>(all: readonly T[]): T | undefined {
  return all.length === 1 ? all[0] : undefined
}
