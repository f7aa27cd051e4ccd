// The rules of the checks, on facts of machines that are not this one.

import { X509Certificate } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { readyMachine } from '../../../test/support/machine-facts.ts'
import { issueOwnAuthority } from '../../identity/issue-certificates.ts'
import type { ProcessStates } from '../process-control.ts'
import { expiryCheck } from './certificate-checks.ts'
import { clockCheck } from './clock-check.ts'
import { type Diagnosis, diagnosis } from './diagnosis.ts'
import {
  type DockerInfo,
  diskCheck,
  groupCheck,
  limitsCheck,
  networkCheck,
  storageCheck,
  versionCheck,
} from './docker-checks.ts'
import { doctorTable } from './doctor-table.ts'
import { machinesCheck } from './leftover-checks.ts'
import { machineChecks } from './machine-checks.ts'
import { fuseCheck, volumesCheck } from './mount-checks.ts'
import { apiNameCheck, appNamesCheck } from './name-checks.ts'
import { openFilesLimit, runningCheck } from './process-checks.ts'

const day = 86_400_000
const info: DockerInfo = { ServerVersion: '20.10.24', Driver: 'overlay2', CgroupDriver: 'systemd', CgroupVersion: '2' }
describe('each check', () => {
  test.each<[string, Diagnosis, Diagnosis['status']]>([
    ['a Docker that is too old', versionCheck({ ...info, ServerVersion: '19.03.8' }), 'fail'],
    ['a Docker that is not', versionCheck(info), 'ok'],
    ['storage that copies images', storageCheck({ ...info, Driver: 'vfs' }), 'warn'],
    ['storage that shares them', storageCheck(info), 'ok'],
    ['storage that cannot limit disks', diskCheck({ ...info, DriverStatus: [['Backing Filesystem', 'extfs']] }), 'ok'],
    ['a kernel without memory limits', limitsCheck({ ...info, MemoryLimit: false }), 'fail'],
    ['a kernel without limits of processes', limitsCheck({ ...info, PidsLimit: false }), 'warn'],
    ['a kernel without limits of swap', limitsCheck({ ...info, SwapLimit: false }), 'warn'],
    [
      'systemd over the first version of control groups',
      groupCheck({ ...info, CgroupDriver: 'systemd', CgroupVersion: '1' }),
      'warn',
    ],
    ['systemd over the second', groupCheck({ ...info, CgroupDriver: 'systemd', CgroupVersion: '2' }), 'ok'],
    ['folders of the kernel', groupCheck({ ...info, CgroupDriver: 'cgroupfs', CgroupVersion: '1' }), 'ok'],
    ['a Docker without root', groupCheck({ ...info, SecurityOptions: ['name=rootless'] }), 'warn'],
    ['a kernel with all limits', limitsCheck({ ...info, MemoryLimit: true, PidsLimit: true }), 'ok'],
    ['a Docker without bridges', networkCheck(false, info), 'fail'],
    ['a kernel that forwards nothing', networkCheck(true, { ...info, IPv4Forwarding: false }), 'fail'],
    ['a Docker with bridges', networkCheck(true, info), 'ok'],
    ['an API nobody finds', apiNameCheck({ name: 'carrel.example.org', addresses: [] }), 'fail'],
    ['an API that is found', apiNameCheck({ name: 'localhost', addresses: ['127.0.0.1'] }), 'ok'],
    ['apps below localhost that only browsers find', appNamesCheck('localhost', [missing('x.localhost')]), 'warn'],
    ['apps of a domain that nobody finds', appNamesCheck('example.org', [missing('x.example.org')]), 'fail'],
    ['no certificate', expiryCheck('certificate', undefined, 0), 'fail'],
    ['a clock that went back', clockCheck(clock({ lastChangeAt: 10 * day })), 'fail'],
    ['a clock nobody keeps', clockCheck(clock({ isSynchronized: false })), 'warn'],
    ['a clock that was put right by seconds', clockCheck(clock({ lastChangeAt: day + 30_000 })), 'ok'],
    ['containers nobody knows', machinesCheck(2, ['carrel-x']), 'warn'],
    ['containers all known', machinesCheck(2, []), 'ok'],
    ['no process', runningCheck(states({})), 'fail'],
    ['half of the processes', runningCheck(states({ server: 1, supervise: 2 })), 'fail'],
    ['processes nobody keeps', runningCheck(states({ server: 1, gateway: 2 })), 'warn'],
    ['processes that are kept', runningCheck(states({ server: 1, gateway: 2, supervise: 3 })), 'ok'],
    ['volumes that are not mounted', volumesCheck([], '/d/volumes'), 'fail'],
    ['volumes with devices', volumesCheck([mount(['nosuid'], 'shared:1')], '/d/volumes'), 'fail'],
    ['volumes that are not shared', volumesCheck([mount(['nosuid', 'nodev'], undefined)], '/d/volumes'), 'fail'],
    ['a host without FUSE', fuseCheck(false), 'warn'],
    ['a host with FUSE', fuseCheck(true), 'ok'],
    ['volumes as they must be', volumesCheck([mount(['nosuid', 'nodev'], 'shared:1')], '/d/volumes'), 'ok'],
  ])('takes %s for what it is, and says how to mend it', (_name, found, status) => {
    expect(found.status).toBe(status)
    expect(found.mend === undefined).toBe(status === 'ok')
  })

  test('of a certificate warns in its last month and fails after it', async () => {
    const now = Date.parse('2026-01-01')
    const { certificate } = await issueOwnAuthority('localhost', now)
    const parsed = new X509Certificate(certificate)
    const end = parsed.validToDate.getTime()
    const at = (time: number) => expiryCheck('certificate', parsed, time).status
    expect([at(now + day), at(end - 10 * day), at(end + day), at(now - 400 * day)]).toEqual([
      'ok',
      'warn',
      'fail',
      'fail',
    ])
  })

  test('of the machine is the preflight of up, without what is still to be done being fine', () => {
    const reach = { port: 8443, domain: 'localhost' }
    expect(new Set(machineChecks(readyMachine, reach).map(({ status }) => status))).toEqual(new Set(['ok']))
    const worse = machineChecks({ ...readyMachine, dataDisk: 0, hasGatewayAccount: false, takenPorts: [8443] }, reach)
    const found = worse.filter(({ status }) => status !== 'ok')
    expect(found.map(({ name, status }) => `${name} ${status}`)).toEqual([
      'disk, data fail',
      'ports fail',
      'account warn',
    ])
    expect(found.every(({ mend }) => mend !== undefined)).toBe(true)
  })

  test('of open files reads the soft limit', () => {
    expect(openFilesLimit('Max open files            1024                 524288               files')).toBe(1024)
    expect(openFilesLimit('Max open files            unlimited            unlimited            files')).toBeUndefined()
  })
})

test('the table has a line for each, how to mend what is not well, and a verdict', () => {
  const lines = doctorTable([
    diagnosis.ok('one', 'fine'),
    diagnosis.fail('three', 'broken', 'mend it'),
    diagnosis.skip('two'),
  ])
  expect(lines).toEqual([
    '✓ one    fine',
    '✗ three  broken',
    '         → mend it',
    '– two    only root can tell',
    '',
    '1 failure, 1 only root can tell.',
  ])
  expect(doctorTable([diagnosis.ok('one', 'fine')]).at(-1)).toBe('All is well.')
})

function missing(name: string) {
  return { name, addresses: [] }
}

function clock(more: Partial<Parameters<typeof clockCheck>[0]>): Parameters<typeof clockCheck>[0] {
  return { now: day, lastChangeAt: undefined, isSynchronized: undefined, ...more }
}

function states(running: Partial<ProcessStates>): ProcessStates {
  return { by: 'parent', server: undefined, gateway: undefined, supervise: undefined, ...running }
}

function mount(options: readonly string[], peerGroup: string | undefined) {
  return { path: '/d/volumes', options: new Set(options), peerGroup, parentPeerGroup: undefined }
}

test.each([
  ['overlay2', 'extfs', 'as large as the host’s: overlay2 on extfs cannot limit them'],
  ['overlay2', 'xfs', 'held to their size if xfs is mounted with pquota'],
  ['btrfs', 'btrfs', 'btrfs holds each instance to its size'],
])('CI-93: the doctor says whether %s on %s holds an instance to its OS disk', (Driver, backing, detail) => {
  expect(diskCheck({ ...info, Driver, DriverStatus: [['Backing Filesystem', backing]] })).toMatchObject({ detail })
})
