import { describe, expect, test } from 'vitest'
import { bodyOf, emptyDraft, faultsOf } from './compute-draft.ts'

const draft = { ...emptyDraft, name: 'ana-desk', size: 'STANDARD_D2_V2' }

describe('a draft of an instance', () => {
  test.each([
    ['', 'Give it a name.'],
    ['ab', 'A name has 3 to 24 characters.'],
    ['a'.repeat(25), 'A name has 3 to 24 characters.'],
    ['1abc', 'A name begins with a letter.'],
    ['a_bc', 'A name has letters, digits and -.'],
    ['abc-', 'A name does not end with -.'],
  ])('CI-18…22: says before the click what is wrong with the name %j', (name, fault) => {
    expect(faultsOf({ ...draft, name })).toEqual({ name: fault })
  })

  test('CI-32: wants a key once SSH is enabled, as one line or as PEM', () => {
    const fault = (publicKey: string) => faultsOf({ ...draft, isSshEnabled: true, publicKey })
    expect(Object.keys(fault('ssh-ed25519 AAAA'))).toEqual(['publicKey'])
    expect(fault('ssh-rsa AAAAB3Nza ana@home')).toEqual({})
    expect(fault('-----BEGIN PUBLIC KEY-----\nMIIB')).toEqual({})
  })

  test('becomes the body of a PUT', () => {
    expect(faultsOf(draft)).toEqual({})
    expect(bodyOf(draft, 't').properties).toEqual({
      computeType: 'ComputeInstance',
      properties: { vmSize: 'STANDARD_D2_V2' },
    })
  })
})
