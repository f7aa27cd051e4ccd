// Our own clients are granted what they ask for. A native client gets a grant of its own at every sign-in, so that
// ending one of them leaves the others alone; a browser client keeps one per session.

import type { Grant, KoaContextWithOIDC } from 'oidc-provider'

export async function existingGrant(ctx: KoaContextWithOIDC): Promise<Grant | undefined> {
  const { oidc } = ctx
  const { client, session, account, provider } = oidc
  if (client === undefined || session === undefined || account === undefined) return undefined
  const isNative = client.applicationType === 'native'
  // Not signed in yet: the library goes on with an empty grant and asks.
  if (isNative && oidc.result?.login === undefined) return undefined

  const grantId = isNative ? undefined : session.grantIdFor(client.clientId)
  const kept = grantId === undefined ? undefined : await provider.Grant.find(grantId)
  const isOwn = kept?.accountId === account.accountId && kept.clientId === client.clientId
  const grant = isOwn ? kept : new provider.Grant({ clientId: client.clientId, accountId: account.accountId })
  if (isOwn && covers(grant, ctx)) return grant
  grant.addOIDCScope(oidc.requestParamOIDCScopes)
  for (const [resource, server] of Object.entries(oidc.resourceServers ?? {})) {
    grant.addResourceScope(resource, server.scope)
  }
  await grant.save()
  return grant
}

function covers(grant: Grant, { oidc }: KoaContextWithOIDC): boolean {
  const granted = new Set(grant.getOIDCScope().split(' '))
  const resources = Object.keys(oidc.resourceServers ?? {})
  return (
    [...oidc.requestParamOIDCScopes].every((scope) => granted.has(scope)) &&
    resources.every((resource) => grant.getResourceScope(resource) !== '')
  )
}
