// The two keys of an account. They are shown by these two actions alone.

import { z } from 'zod'
import { storageKeyNames as names, storageKey } from '../../arm/account-secrets.ts'
import { type KeySource, withNewKey } from '../../arm/derived-keys.ts'
import { readBody } from '../../arm/read-body.ts'
import type { AnswerAction, ChangeAction } from '../../arm/resource-type.ts'
import type { Stored, StoredRecord } from '../../arm/stored-type.ts'

const regenerateSchema = z.looseObject({ keyName: z.string() })

export function listKeys(keys: KeySource): AnswerAction<Stored, unknown> {
  return {
    kind: 'answer',
    permission: 'listkeys/action',
    answer: async ({ record }) => accountKeys(keys, record),
  }
}

export function regenerateKey(keys: KeySource): ChangeAction<Stored, unknown> {
  return {
    kind: 'change',
    permission: 'regeneratekey/action',
    verb: 'RegenerateKey',
    deadlineMs: 30_000,
    isAtOnce: true,
    apply: ({ desired }, body) => withNewKey(desired, readBody(regenerateSchema, body()).keyName, names),
    answer: (record) => accountKeys(keys, record),
  }
}

function accountKeys(keys: KeySource, record: StoredRecord) {
  return {
    keys: names.map((name) => ({
      keyName: name,
      value: storageKey(keys, record, name),
      permissions: 'Full',
    })),
  }
}
