// A new password for somebody, and the end of all that was signed in.

import { z } from 'zod'
import type { Endpoint } from '../../arm/endpoint.ts'
import { readBody } from '../../arm/read-body.ts'
import { readablePassword } from '../../identity/readable-password.ts'
import { signOutEverywhere } from '../../identity/sign-out-everywhere.ts'
import { setPassword } from '../../identity/users.ts'
import { actingFor } from './acting-for.ts'
import { type DirectorySettings, directoryEndpoint, namedIn } from './directory-endpoint.ts'
import { isOneself, passwordSchema, userIn } from './user-in.ts'

const resetSchema = z.strictObject({ password: passwordSchema.optional() })

export function userActions(settings: DirectorySettings): Endpoint[] {
  const { db, clock } = settings
  return [
    directoryEndpoint({
      method: 'POST',
      kind: 'collection',
      type: 'users/resetPassword',
      permission: 'action',
      async handle(request) {
        const { password = readablePassword() } = readBody(resetSchema, request.body ?? {})
        const user = await userIn(settings, request)
        await actingFor(settings, request).refuseTakeover({ objectId: user.objectId, name: user.userName })
        await setPassword(db, user.objectId, { password, now: clock.now() })
        return { status: 200, body: { password } }
      },
    }),
    directoryEndpoint({
      method: 'POST',
      kind: 'collection',
      type: 'users/signOut',
      permission: 'action',
      isOwn: (address, caller) => isOneself(namedIn(address), caller),
      async handle(request) {
        const { objectId } = await userIn(settings, request)
        await signOutEverywhere(db, objectId, clock.now())
        return { status: 204 }
      },
    }),
  ]
}
