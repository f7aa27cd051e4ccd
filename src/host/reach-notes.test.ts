import { expect, test } from 'vitest'
import { configFor, type Installation } from '../config.ts'
import { changeNotes, reachNotes } from './reach-notes.ts'

const config = (reach: Partial<Installation>) =>
  configFor({ port: 8443, domain: 'localhost', sshAddress: '192.0.2.7', ...reach } as Installation, '/data')

test('on one machine there is nothing to say', async () => {
  expect(await reachNotes(config({}))).toEqual([])
})

test('a domain without an address is said to let nobody in', async () => {
  expect((await reachNotes(config({ domain: 'team.invalid' }))).join()).toContain('add --listen ADDR')
})

test.each([
  ['192.0.2.7', '*.team.invalid.   A   192.0.2.7'],
  ['2001:db8::7', '*.team.invalid.   AAAA   2001:db8::7'],
])('where DNS knows nothing, the record for %s is shown', async (sshAddress, record) => {
  const notes = await reachNotes(config({ domain: 'team.invalid', listen: '0.0.0.0', sshAddress }))
  expect(notes.join('\n')).toContain(record)
})

test('a change of name says that everybody signs in again, and that there is another authority', () => {
  const notes = changeNotes(config({}), config({ domain: 'team.example' })).join('\n')
  expect(notes).toContain('from https://localhost:8443 to https://carrel.team.example:8443')
  expect(notes).toContain('signs in again')
  expect(notes).toContain('authority')
})

test('a change of port keeps the authority; none at all says nothing', () => {
  expect(changeNotes(config({}), config({ port: 9443 })).join('\n')).not.toContain('authority')
  expect(changeNotes(config({}), config({}))).toEqual([])
  expect(changeNotes(undefined, config({}))).toEqual([])
})
