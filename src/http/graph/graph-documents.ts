// People, programs and groups as Microsoft Graph shows them. A program has no registration beside its principal here:
// the two share an id, so that what clients do to the one reaches the other.

import type { Kysely } from 'kysely'
import { type Group, listGroups } from '../../identity/directory/groups.ts'
import { sha256 } from '../../identity/seal.ts'
import { listServicePrincipals, type ServicePrincipal } from '../../identity/service-principals.ts'
import { listUsers, type User } from '../../identity/users.ts'
import type { Tables } from '../../store/tables.ts'

export type GraphKind = 'user' | 'servicePrincipal' | 'group' | 'application'

/** As version 1.0 spells it, without `@odata.type`. */
export interface GraphObject {
  readonly kind: GraphKind
  readonly document: Readonly<Record<string, unknown>> & { readonly id: string }
}

export interface GraphSource {
  readonly db: Kysely<Tables>
  readonly tenantId: string
}

export async function graphObjects({ db, tenantId }: GraphSource, kind: GraphKind): Promise<GraphObject[]> {
  if (kind === 'user') return (await listUsers(db)).map(userObject)
  if (kind === 'group') return (await listGroups(db)).map(groupObject)
  const programs = await listServicePrincipals(db)
  return kind === 'application'
    ? programs.map(applicationObject)
    : programs.map((program) => servicePrincipalObject(program, tenantId))
}

export function userObject(user: User): GraphObject {
  const { objectId, userName, displayName, isDisabled, createdAt } = user
  return {
    kind: 'user',
    document: {
      id: objectId,
      userPrincipalName: userName,
      displayName,
      mailNickname: userName.split('@', 1)[0],
      mail: userName.includes('@') ? userName : null,
      accountEnabled: !isDisabled,
      userType: 'Member',
      createdDateTime: new Date(createdAt).toISOString(),
      givenName: null,
      surname: null,
      jobTitle: null,
      businessPhones: [],
      mobilePhone: null,
      officeLocation: null,
      preferredLanguage: null,
    },
  }
}

export function groupObject({ objectId, name, displayName, createdAt }: Group): GraphObject {
  return {
    kind: 'group',
    document: {
      id: objectId,
      displayName,
      mailNickname: name,
      description: null,
      securityEnabled: true,
      mailEnabled: false,
      mail: null,
      groupTypes: [],
      createdDateTime: new Date(createdAt).toISOString(),
    },
  }
}

export function servicePrincipalObject(program: ServicePrincipal, tenantId: string): GraphObject {
  const { objectId, clientId, displayName, isDisabled } = program
  return {
    kind: 'servicePrincipal',
    document: {
      id: objectId,
      appId: clientId,
      displayName,
      appDisplayName: displayName,
      appOwnerOrganizationId: tenantId,
      accountEnabled: !isDisabled,
      servicePrincipalNames: [clientId],
      servicePrincipalType: 'Application',
      ...credentials(program),
      tags: [],
    },
  }
}

export function applicationObject(program: ServicePrincipal): GraphObject {
  const { objectId, clientId, displayName } = program
  return {
    kind: 'application',
    document: {
      id: objectId,
      appId: clientId,
      displayName,
      identifierUris: [],
      signInAudience: 'AzureADMyOrg',
      ...credentials(program),
      tags: [],
    },
  }
}

/** What a secret is called where it is not shown: new with every secret, and nothing follows from it. */
export function secretKeyId(secretHash: string): string {
  const digest = sha256(`key-id/${secretHash}`)
  const parts = [
    digest.slice(0, 8),
    digest.slice(8, 12),
    digest.slice(12, 16),
    digest.slice(16, 20),
    digest.slice(20, 32),
  ]
  return parts.join('-')
}

function credentials({ secretHash, certificates, createdAt }: ServicePrincipal) {
  const secret = secretHash === undefined ? [] : [secretHash]
  return {
    createdDateTime: new Date(createdAt).toISOString(),
    // A secret does not run out.
    passwordCredentials: secret.map((hash) => ({
      keyId: secretKeyId(hash),
      displayName: null,
      hint: null,
      startDateTime: null,
      endDateTime: null,
      secretText: null,
    })),
    keyCredentials: certificates.map(({ thumbprint, subject, notBefore, notAfter }) => ({
      keyId: secretKeyId(thumbprint),
      customKeyIdentifier: thumbprint,
      displayName: subject,
      type: 'AsymmetricX509Cert',
      usage: 'Verify',
      startDateTime: new Date(notBefore).toISOString(),
      endDateTime: new Date(notAfter).toISOString(),
      key: null,
    })),
  }
}
