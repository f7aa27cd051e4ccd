import { expect, test } from 'vitest'
import { readIdentity, shownIdentity } from './managed-identity.ts'

const id = '/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/build'

test.each([
  [undefined, undefined],
  [null, undefined],
  [{ type: 'none' }, undefined],
  [
    { type: 'systemAssigned', userAssignedIdentities: null },
    { isSystemAssigned: true, userAssigned: [] },
  ],
  [
    { type: 'SystemAssigned, UserAssigned', userAssignedIdentities: { [id]: {} } },
    { isSystemAssigned: true, userAssigned: [id] },
  ],
  [
    { type: 'userassigned', userAssignedIdentities: { [id]: {} } },
    { isSystemAssigned: false, userAssigned: [id] },
  ],
])('%j is read as %j', (sent, expected) => {
  expect(readIdentity(sent)).toEqual(expected)
})

test.each([
  [{}, 'identity.type'],
  [{ type: 'Both' }, 'identity.type'],
  [{ type: 'UserAssigned', userAssignedIdentities: { [id]: null } }, 'identity.userAssignedIdentities'],
  [{ type: 'SystemAssigned', userAssignedIdentities: { [id]: {} } }, 'identity.userAssignedIdentities'],
])('%j is refused at its place', (sent, target) => {
  expect(() => readIdentity(sent)).toThrow(new RegExp(`^${target}`))
})

test('what is shown can be sent back, and tells the same ids in any case', () => {
  const shown = shownIdentity({ isSystemAssigned: true, userAssigned: [id] }, 't')
  expect(readIdentity(shown)).toEqual({ isSystemAssigned: true, userAssigned: [id] })
  const upper = shownIdentity({ isSystemAssigned: false, userAssigned: [id.toUpperCase()] }, 't')
  const [own, other] = [shown, upper].map(({ userAssignedIdentities }) =>
    Object.values(userAssignedIdentities as object),
  )
  expect(own).toEqual(other)
})
