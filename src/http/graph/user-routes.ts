// Making, changing and deleting people, as `az ad user` does.

import { z } from 'zod'
import { readBody } from '../../arm/read-body.ts'
import { deletePrincipal } from '../../identity/directory/delete-principal.ts'
import { keepAnOwner } from '../../identity/directory/keep-an-owner.ts'
import { createUser, setPassword, setUserDisabled, setUserDisplayName } from '../../identity/users.ts'
import type { GraphAnswer, GraphCall, GraphRoute } from './graph-call.ts'
import { userObject } from './graph-documents.ts'
import { callerOf, notOffered, refuseGraphTakeover, requireAction } from './graph-rights.ts'
import { objectNamed } from './read-routes.ts'

const displayName = z.string().trim().min(1).max(120)
const passwordProfile = z.looseObject({
  password: z.string().nullish(),
  forceChangePasswordNextSignIn: z.boolean().nullish(),
})
const mailNickname = z.string().nullish()
const createSchema = z.strictObject({
  userPrincipalName: z.string(),
  displayName,
  accountEnabled: z.boolean(),
  mailNickname,
  passwordProfile,
})
const changeSchema = z.strictObject({
  displayName: displayName.optional(),
  accountEnabled: z.boolean().optional(),
  mailNickname,
  passwordProfile: passwordProfile.optional(),
})

export const userRoutes: readonly GraphRoute[] = [
  { method: 'POST', path: 'users', handle: create },
  { method: 'PATCH', path: 'users/*', handle: change },
  { method: 'DELETE', path: 'users/*', handle: remove },
]

async function create(call: GraphCall): Promise<GraphAnswer> {
  await requireAction(call, 'users/write')
  const body = readBody(createSchema, call.body)
  const password = passwordIn(body.passwordProfile)
  const { db, clock } = call.settings
  const asked = { displayName: body.displayName, password, isDisabled: !body.accountEnabled, now: clock.now() }
  const user = await createUser(db, { userName: body.userPrincipalName, ...asked })
  return { status: 201, object: userObject(user) }
}

async function change(call: GraphCall): Promise<GraphAnswer> {
  const { db, clock } = call.settings
  const user = await objectNamed(call.settings, 'user', call.names[0])
  const { id, userPrincipalName } = user.document
  await requireAction(call, 'users/write', String(userPrincipalName))
  const body = readBody(changeSchema, call.body)
  const password = body.passwordProfile === undefined ? undefined : passwordIn(body.passwordProfile)
  const isEnabled = body.accountEnabled ?? user.document['accountEnabled'] === true
  const isSwitched = isEnabled !== user.document['accountEnabled']
  if (password !== undefined || isSwitched) await refuseGraphTakeover(call, user)
  const switched = () => setUserDisabled(db, id, { isDisabled: !isEnabled, now: clock.now() })
  if (isSwitched && isEnabled) await switched()
  if (isSwitched && !isEnabled) await keepAnOwner(call.settings, { principal: id }, switched)
  if (body.displayName !== undefined) await setUserDisplayName(db, id, body.displayName)
  if (password !== undefined) await setPassword(db, id, { password, now: clock.now() })
  return { status: 204 }
}

async function remove(call: GraphCall): Promise<GraphAnswer> {
  const user = await objectNamed(call.settings, 'user', call.names[0])
  await requireAction(call, 'users/delete', String(user.document['userPrincipalName']))
  await refuseGraphTakeover(call, user)
  await deletePrincipal(call.settings, { objectId: user.document.id, kind: 'User' }, callerOf(call))
  return { status: 204 }
}

function passwordIn(profile: z.infer<typeof passwordProfile>): string {
  if (profile.forceChangePasswordNextSignIn) throw notOffered('A password that must be changed at the first sign-in')
  if (profile.password) return profile.password
  throw notOffered('An account without a password')
}
