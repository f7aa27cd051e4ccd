import { expect, test } from 'vitest'
import { askForAdministrator, type Known } from './ask-for-administrator.ts'
import type { Bootstrap, BootstrapRequest } from './control-client.ts'

const place = { tenantId: 't', subscriptionId: 's', resourceGroup: 'g', workspace: 'w', location: 'l' }

/** As a server answers that has these: what it made before this call is told in full only when it is made anew. */
function serverWith(admin: string, principal: string, isNew = { admin: false, principal: false }) {
  const asked: BootstrapRequest['reissue'][] = []
  let left = isNew
  const ask = async (reissue: BootstrapRequest['reissue']): Promise<Bootstrap> => {
    asked.push(reissue)
    const [tellsAdmin, tellsPrincipal] = [
      left.admin || reissue.includes('password'),
      left.principal || reissue.includes('secret'),
    ]
    left = { admin: false, principal: false }
    return {
      ...place,
      admin: { userName: 'ana', objectId: admin, ...(tellsAdmin ? { password: `of ${admin}` } : {}) },
      principal: {
        clientId: `c-${principal}`,
        objectId: principal,
        ...(tellsPrincipal ? { clientSecret: `of ${principal}` } : {}),
      },
    }
  }
  return { ask, asked }
}

const known: Known = { admin: { objectId: 'a1' }, principal: { objectId: 'p1' } }
const unknown: Known = { admin: undefined, principal: undefined }

test('what is known already is asked for once, and nothing is made anew', async () => {
  const { ask, asked } = serverWith('a1', 'p1')
  const made = await askForAdministrator(known, ask)
  expect([made.admin.password, made.principal.clientSecret, asked]).toEqual([undefined, undefined, [[]]])
})

test('what was made just now is told at once', async () => {
  const { ask, asked } = serverWith('a2', 'p2', { admin: true, principal: true })
  const made = await askForAdministrator(known, ask)
  expect([made.admin.password, made.principal.clientSecret, asked]).toEqual(['of a2', 'of p2', [[]]])
})

test('what an earlier run never wrote down is made anew', async () => {
  const { ask, asked } = serverWith('a1', 'p1')
  const made = await askForAdministrator(unknown, ask)
  expect([made.admin.password, made.principal.clientSecret]).toEqual(['of a1', 'of p1'])
  expect(asked).toEqual([['password', 'secret']])
})

test('so is what an earlier run was killed over, when it had made another in the place of a deleted one', async () => {
  const program = serverWith('a1', 'p2')
  const made = await askForAdministrator(known, program.ask)
  expect([made.admin.password, made.principal.clientSecret]).toEqual([undefined, 'of p2'])
  expect(program.asked).toEqual([[], ['secret']])
  const person = serverWith('a2', 'p2', { admin: false, principal: true })
  const both = await askForAdministrator(known, person.ask)
  expect([both.admin.password, both.principal.clientSecret]).toEqual(['of a2', 'of p2'])
  expect(person.asked).toEqual([[], ['password']])
})
