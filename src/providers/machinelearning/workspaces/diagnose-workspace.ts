// Looks at what a workspace refers to. Networks, DNS and vault contents are not what can go wrong here, so their lists are
// empty, as for a workspace in good health.

import { keyOf, subscriptionIdOf } from '../../../arm/resource-id.ts'
import type { AnswerAction } from '../../../arm/resource-type.ts'
import type { Store } from '../../../store/store.ts'
import type { Workspace } from './workspace.ts'

interface Result {
  readonly code: string
  readonly level: 'Warning' | 'Error' | 'Information'
  readonly message: string
}

const references = [
  { list: 'storageAccountResults', property: 'storageAccount', code: 'StorageAccountNotFound' },
  { list: 'keyVaultResults', property: 'keyVault', code: 'KeyVaultNotFound' },
  { list: 'containerRegistryResults', property: 'containerRegistry', code: 'ContainerRegistryNotFound' },
  { list: 'applicationInsightsResults', property: 'applicationInsights', code: 'ApplicationInsightsNotFound' },
] as const

const others = [
  'userDefinedRouteResults',
  'networkSecurityRuleResults',
  'resourceLockResults',
  'dnsResolutionResults',
  'otherResults',
] as const

export const diagnoseWorkspace: AnswerAction<Workspace, unknown> = {
  kind: 'answer',
  async answer({ record: { id, desired } }, { store }) {
    const looked = references.map(async ({ list, property, code }) => {
      const found = await fault(store, { id: desired.accepted[property], code, workspaceId: id })
      return [list, found] as const
    })
    const empty = others.map((list) => [list, []] as const)
    return { value: Object.fromEntries([...empty, ...(await Promise.all(looked))]) }
  },
}

async function fault(
  store: Store,
  { id, code, workspaceId }: { id: unknown; code: string; workspaceId: string },
): Promise<Result[]> {
  if (typeof id !== 'string' || (await store.get(keyOf(id)))) return []
  const isElsewhere = keyOf(subscriptionIdOf(id) ?? '') !== keyOf(subscriptionIdOf(workspaceId) ?? '')
  const message = `'${id}', which the workspace refers to, ${isElsewhere ? 'is in no subscription of this installation' : 'was not found'}.`
  return [{ code, level: 'Warning', message }]
}
