// User name and passwords of the admin user, for as long as there is one.

import { z } from 'zod'
import { registryCredentials, registryPasswordNames } from '../../arm/account-secrets.ts'
import { type KeySource, withNewKey } from '../../arm/derived-keys.ts'
import { readBody } from '../../arm/read-body.ts'
import type { AnswerAction, ChangeAction } from '../../arm/resource-type.ts'
import type { Stored, StoredRecord } from '../../arm/stored-type.ts'
import { ArmError } from '../../base/errors.ts'

const schema = z.looseObject({ name: z.string() })

export function listCredentials(keys: KeySource): AnswerAction<Stored, unknown> {
  return {
    kind: 'answer',
    async answer({ record }) {
      const found = registryCredentials(keys, record)
      if (found) return found
      throw refuse(record)
    },
  }
}

export function regenerateCredential(keys: KeySource): ChangeAction<Stored, unknown> {
  return {
    kind: 'change',
    verb: 'RegenerateCredential',
    deadlineMs: 30_000,
    isAtOnce: true,
    refuse,
    apply: ({ desired }, body) => withNewKey(desired, readBody(schema, body()).name, registryPasswordNames),
    answer: (record) => registryCredentials(keys, record),
  }
}

function refuse({ id, desired }: StoredRecord): ArmError | undefined {
  if (desired.properties['adminUserEnabled'] === true) return undefined
  return new ArmError(
    400,
    'UnauthorizedForCredentialOperations',
    `'${id}' has no admin user. Set properties.adminUserEnabled to true first.`,
  )
}
