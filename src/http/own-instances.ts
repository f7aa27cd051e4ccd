import type { Registry } from '../arm/registry.ts'
import type { InstanceApps } from '../identity/instance-apps.ts'
import type { Store } from '../store/store.ts'

/** What this person, and nobody else, may open (CI-107), by name. */
export async function ownInstances(
  { store, registry }: { readonly store: Store; readonly registry: Registry },
  objectId: string,
): Promise<InstanceApps[]> {
  const found: InstanceApps[] = []
  for (const type of registry.types.filter(({ appOwnerId }) => appOwnerId !== undefined)) {
    for (const record of await store.list({ type: type.type })) {
      const { key, desired, name, deletedAt } = record
      if (deletedAt !== undefined || type.appOwnerId?.(desired) !== objectId) continue
      const claims = (type.claimsOf?.(desired, name, key) ?? []).filter(({ kind }) => kind === 'app-label')
      found.push({ name, labels: type.appLabelsOf?.(record) ?? claims.map(({ value }) => value) })
    }
  }
  return found.sort((a, b) => a.name.localeCompare(b.name))
}
