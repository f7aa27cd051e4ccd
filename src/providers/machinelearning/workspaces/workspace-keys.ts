// The keys of what a workspace refers to, as far as it stands here: in the same installation, as resources.

import {
  instrumentationKey,
  type RegistryCredentials,
  registryCredentials,
  storageKey,
} from '../../../arm/account-secrets.ts'
import type { KeySource } from '../../../arm/derived-keys.ts'
import { keyOf } from '../../../arm/resource-id.ts'
import type { AnswerAction } from '../../../arm/resource-type.ts'
import type { StoredRecord } from '../../../arm/stored-type.ts'
import { ArmError } from '../../../base/errors.ts'
import type { Store } from '../../../store/store.ts'
import type { Workspace } from './workspace.ts'

export function listWorkspaceKeys(keys: KeySource): AnswerAction<Workspace, unknown> {
  return {
    kind: 'answer',
    async answer({ record: { desired }, apiVersion }, { store }) {
      const account = await referred(store, desired, 'storageAccount')
      const insights = await referred(store, desired, 'applicationInsights')
      const registry = await referred(store, desired, 'containerRegistry')
      const credentials = registry && registryCredentials(keys, registry)
      return {
        ...(account ? { userStorageKey: storageKey(keys, account, 'key1'), ...namesOf(account, apiVersion) } : {}),
        ...(insights ? { appInsightsInstrumentationKey: instrumentationKey(insights) } : {}),
        ...(registry && credentials ? { containerRegistryCredentials: shown(registry, credentials) } : {}),
      }
    },
  }
}

export function listStorageAccountKeys(keys: KeySource): AnswerAction<Workspace, unknown> {
  return {
    kind: 'answer',
    async answer({ record: { id, desired } }, { store }) {
      const account = await referred(store, desired, 'storageAccount')
      if (account) return { userStorageKey: storageKey(keys, account, 'key1') }
      throw new ArmError(404, 'StorageAccountNotFound', `'${id}' refers to no storage account that is here.`)
    },
  }
}

/** Keys are looked up when they are asked for, so there is nothing to bring up to date. */
export const resyncKeys: AnswerAction<Workspace, unknown> = {
  kind: 'answer',
  permission: 'resynckeys/action',
  answer: async () => undefined,
}

/** Renamed in the last version; clients of either name ask at it. */
function namesOf({ id }: StoredRecord, apiVersion: string) {
  return { userStorageResourceId: id, ...(apiVersion >= '2024-10-01' ? { userStorageArmId: id } : {}) }
}

function shown({ desired }: StoredRecord, credentials: RegistryCredentials) {
  return { location: desired.location, ...credentials }
}

async function referred(store: Store, { accepted }: Workspace, name: string): Promise<StoredRecord | undefined> {
  const id = accepted[name]
  return typeof id === 'string' ? ((await store.get(keyOf(id))) as StoredRecord | undefined) : undefined
}
