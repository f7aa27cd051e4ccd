// What one resource knows of another by its row: a workspace tells the keys of its storage account.

import { derivedGuid } from './derived-guid.ts'
import { derivedKey, type KeySource } from './derived-keys.ts'
import type { StoredRecord } from './stored-type.ts'

export const storageKeyNames = ['key1', 'key2'] as const

export function storageKey(keys: KeySource, account: StoredRecord, name: (typeof storageKeyNames)[number]): string {
  return derivedKey(keys, account, { name, bytes: 64 })
}

export function instrumentationKey({ key, createdAt }: Pick<StoredRecord, 'key' | 'createdAt'>): string {
  return derivedGuid(`instrumentation ${key} ${createdAt}`)
}

export interface RegistryCredentials {
  readonly username: string
  readonly passwords: readonly { readonly name: string; readonly value: string }[]
}

export const registryPasswordNames = ['password', 'password2'] as const

/** Undefined: it has no admin user. */
export function registryCredentials(keys: KeySource, registry: StoredRecord): RegistryCredentials | undefined {
  if (registry.desired.properties['adminUserEnabled'] !== true) return undefined
  return {
    username: registry.name,
    passwords: registryPasswordNames.map((name) => ({ name, value: derivedKey(keys, registry, { name, bytes: 32 }) })),
  }
}
