import { expect, test } from 'vitest'
import { chooseSshAddress } from './installation.ts'

const here = { domain: 'localhost', port: 8443, listen: undefined, certificate: undefined }
const chosen = (number: number) => chooseSshAddress({ installationId: `place-${number}`, sshAddress: '' }, here)

test('installations that nobody listens for yet have addresses of their own for SSH', async () => {
  const addresses = await Promise.all(Array.from({ length: 100 }, (_, number) => chosen(number)))
  expect(new Set(addresses).size).toBe(addresses.length)
  for (const address of addresses) expect(address).toMatch(/^127\.50\.\d{1,3}\.\d{1,3}$/)
})

test('the address an installation has stays', async () => {
  expect(await chooseSshAddress({ installationId: 'place-1', sshAddress: '127.0.50.12' }, here)).toBe('127.0.50.12')
})
