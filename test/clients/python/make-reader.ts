import { randomUUID } from 'node:crypto'
import type { Product } from '../../support/product.ts'

const readerRole = 'acdd72a7-3385-48ef-bd42-f606fba81ae7'

export interface Credentials {
  readonly clientId: string
  readonly clientSecret: string
}

/** A program that may look at everything in the subscription and change nothing. */
export async function makeReader({ client, facts }: Product): Promise<Credentials> {
  const principals = '/providers/Carrel.Identity/servicePrincipals?api-version=2026-11-01'
  const made = await client.call<Credentials & { objectId: string }>('POST', principals, { displayName: 'reader' })
  const scope = `/subscriptions/${facts.subscriptionId}`
  const assignment = `${scope}/providers/Microsoft.Authorization/roleAssignments/${randomUUID()}`
  await client.call('PUT', `${assignment}?api-version=2022-04-01`, {
    properties: {
      roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${readerRole}`,
      principalId: made.objectId,
      principalType: 'ServicePrincipal',
    },
  })
  return made
}
