// A named identity that resources can be given. It is kept and shown; nobody can sign in as it.

import { z } from 'zod'
import { clientIdOf, principalIdOf } from '../../arm/managed-identity.ts'
import { storedType } from '../../arm/stored-type.ts'

export function userAssignedIdentities({ tenantId }: { readonly tenantId: string }) {
  return storedType({
    type: 'Microsoft.ManagedIdentity/userAssignedIdentities',
    apiVersions: ['2015-08-31-preview', '2018-11-30', '2023-01-31', '2024-11-30'],
    tenantId,
    omits: ['provisioningState'],
    name: {
      pattern: /^[A-Za-z0-9][\w-]{2,127}$/,
      code: 'InvalidIdentityName',
      words: "3 to 128 letters, digits, '-' or '_', starting with a letter or digit",
    },
    properties: z.looseObject({}),
    readOnly: ['provisioningState', 'principalId', 'clientId', 'tenantId'],
    shown: ({ id }) => ({ tenantId, principalId: principalIdOf(id), clientId: clientIdOf(id) }),
  })
}
