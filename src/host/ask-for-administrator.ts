// Asks the server who the first administrator and the principal for scripts are, until `admin/` can be told all of it. What
// is known of them in full only once may have been lost on its way here, by a run that was killed: then it is made anew.

import type { Admin, Principal } from './admin-files.ts'
import type { Bootstrap, BootstrapRequest } from './control-client.ts'

type Reissue = BootstrapRequest['reissue']

export interface Known {
  /** Written last: without it the answer of an earlier run was lost. */
  readonly admin: Pick<Admin, 'objectId'> | undefined
  readonly principal: Pick<Principal, 'objectId'> | undefined
}

export async function askForAdministrator(
  { admin, principal }: Known,
  ask: (reissue: Reissue) => Promise<Bootstrap>,
): Promise<Bootstrap> {
  const made = await ask([...(admin ? [] : ['password' as const]), ...(principal ? [] : ['secret' as const])])
  // Somebody deleted one of them, and the run that made another in its place never heard its password or secret.
  const isOtherAdmin = made.admin.password === undefined && made.admin.objectId !== admin?.objectId
  const isOtherPrincipal = made.principal.clientSecret === undefined && made.principal.objectId !== principal?.objectId
  if (!isOtherAdmin && !isOtherPrincipal) return made
  const again = await ask([
    ...(isOtherAdmin ? ['password' as const] : []),
    ...(isOtherPrincipal ? ['secret' as const] : []),
  ])
  return { ...again, admin: { ...made.admin, ...again.admin }, principal: { ...made.principal, ...again.principal } }
}
