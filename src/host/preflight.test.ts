import { expect, test } from 'vitest'
import { readyMachine } from '../../test/support/machine-facts.ts'
import type { MachineFacts } from './machine-facts.ts'
import { missingPackages, preflight } from './preflight.ts'
import { preflightTable } from './preflight-table.ts'

const gigabyte = 1024 ** 3
const daemon = { socketPath: '/s', version: '20.10.24', hasLiveRestore: false, dataRoot: '/d' }
const withoutLiveRestore: MachineFacts['docker'] = { kind: 'running', daemon }
const bare: MachineFacts = {
  ...readyMachine,
  docker: { kind: 'absent' },
  hasDockerd: false,
  hasMmdebstrap: false,
  hasImage: undefined,
  hasGatewayAccount: false,
}
const asked = { port: 8443, isRegistryReachable: undefined }
const offline = { port: 8443, isRegistryReachable: false }

const statusOf = (facts: MachineFacts, name: string) => preflight(facts, asked).find((row) => row.name === name)?.status

test('on a machine with everything in place there is nothing to do', () => {
  expect(new Set(preflight(readyMachine, asked).map((row) => row.status))).toEqual(new Set(['ok']))
  expect(missingPackages(readyMachine, asked)).toEqual([])
})

test('a bare machine gets Docker through apt, and mmdebstrap only where no registry answers', () => {
  expect(missingPackages(bare, { ...asked, isRegistryReachable: true })).toEqual(['docker.io', 'iptables'])
  expect(missingPackages(bare, offline)).toEqual(['docker.io', 'iptables', 'mmdebstrap', 'debian-archive-keyring'])
})

test('where Docker cannot be asked yet, nothing is installed for an image that may be there', () => {
  const forbidden: MachineFacts = {
    ...readyMachine,
    docker: { kind: 'forbidden' },
    hasImage: undefined,
    hasMmdebstrap: false,
  }
  expect(missingPackages(forbidden, offline)).toEqual([])
})

test.each<[string, Partial<MachineFacts>, string]>([
  ['disk, data', { dataDisk: gigabyte / 2 }, 'block'],
  ['disk, images', { imageDisk: 2 * gigabyte, hasImage: false }, 'block'],
  ['disk, images', { imageDisk: 2 * gigabyte }, 'note'],
  ['memory', { memory: { total: gigabyte, free: gigabyte } }, 'block'],
  ['memory', { memory: { total: 2 * gigabyte, free: gigabyte } }, 'note'],
  ['ports', { takenPorts: [8444] }, 'block'],
  ['kernel', { kernel: { ...readyMachine.kernel, cgroup: undefined } }, 'block'],
  ['kernel', { kernel: { ...readyMachine.kernel, canMount: false } }, 'block'],
  ['kernel', { kernel: { ...readyMachine.kernel, hasOverlay: false } }, 'note'],
  ['rights', { rights: 'none' }, 'block'],
  ['docker', { docker: withoutLiveRestore }, 'note'],
  ['docker', { docker: { kind: 'absent' } }, 'do'],
  ['docker', { docker: { kind: 'absent' }, hasDockerd: false, hasApt: false }, 'block'],
  ['node image', { hasImage: false }, 'do'],
  ['account', { hasGatewayAccount: false }, 'do'],
])('%s with %o: %s', (name, facts, status) => {
  expect(statusOf({ ...readyMachine, ...facts }, name)).toBe(status)
})

test('the table names what blocks with its next step, and sums up what will be installed', () => {
  const lines = preflightTable(preflight({ ...bare, takenPorts: [8443] }, offline))
  expect(lines).toContain('  ports: choose others with --port N (N and N+1 are used)')
  expect(lines.find((line) => line.includes('To be installed'))).toMatch(/about 1005 MB on disk, about 3 min/)
})
