import { expect, test } from 'vitest'
import type { MachineSpec, Mount, Sidecar, SidecarMount } from '../../engine.ts'
import { planMounts } from '../plan-mounts.ts'
import { planSidecarMounts } from './sidecar-mounts.ts'

const home = '/home/ana'
const paths = { volumes: '/v', supervisor: '/s' }
const mounts: Mount[] = [
  { path: home, source: { kind: 'volume', key: 'c-one' }, isReadOnly: false },
  { path: `${home}/cloud/code`, source: { kind: 'share', key: 'files' }, isReadOnly: false },
  { path: `${home}/cloud/old`, source: { kind: 'share', key: 'old' }, isReadOnly: true },
]
const machine = planMounts(paths, { key: 'c-one', mounts } as unknown as MachineSpec)
const parent = machine.binds.find(({ follows }) => follows)?.source ?? ''

function plan(...wanted: SidecarMount[]) {
  return planSidecarMounts({ mounts: wanted } as unknown as Sidecar, machine, '/v/nodes/c-one/mounts/sidecars')
}
const at = (source: string, isReadOnly = false): SidecarMount => ({ source, path: '/x', isReadOnly })

test('a whole volume or share is bound as it is, with what the machine has mounted below it', () => {
  expect(plan(at(`${home}/cloud/code`)).binds).toEqual([
    { source: '/v/shares/files', path: '/x', isReadOnly: false, follows: false },
  ])
  expect(plan(at(home)).binds).toEqual([
    { source: '/v/nodes/c-one/home', path: '/x', isReadOnly: false, follows: false },
    { source: parent, path: '/x/cloud', isReadOnly: true, follows: true },
  ])
})

test('the parent of shares is followed, so that shares come and go in it', () => {
  expect(plan(at(`${home}/cloud`)).binds).toEqual([{ source: parent, path: '/x', isReadOnly: true, follows: true }])
})

test('a folder inside is opened by its names, never by its path', () => {
  const { binds, inner } = plan(at(`${home}/a/b`), { ...at(`${home}/cloud/code/c`), path: '/y' })
  expect(inner).toMatchObject([
    { root: '/v/nodes/c-one/home', names: ['a', 'b'], isMade: true },
    { root: '/v/shares/files', names: ['c'], isMade: true },
  ])
  expect(binds.map(({ source }) => source)).toEqual(inner.map(({ target }) => target))
  expect(new Set(inner.map(({ target }) => target)).size).toBe(2)
})

test('what is read-only stays so, and what may be written is read-only where that is asked', () => {
  expect(plan(at(`${home}/cloud/old`)).binds).toMatchObject([{ isReadOnly: true }])
  expect(plan(at(`${home}/cloud/old/x`)).binds).toMatchObject([{ isReadOnly: true }])
  expect(plan(at(home, true)).binds).toEqual([
    { source: '/v/nodes/c-one/home', path: '/x', isReadOnly: true, follows: false },
    { source: parent, path: '/x/cloud', isReadOnly: true, follows: false, isAlone: true },
    { source: '/v/shares/files', path: '/x/cloud/code', isReadOnly: true, follows: false },
    { source: '/v/shares/old', path: '/x/cloud/old', isReadOnly: true, follows: false },
  ])
  expect(plan(at(`${home}/cloud`, true)).binds.map(({ path, isReadOnly }) => [path, isReadOnly])).toEqual([
    ['/x', true],
    ['/x/code', true],
    ['/x/old', true],
  ])
})

test.each([
  '/',
  '/etc',
  '/carrel/keep',
  '/carrel/boot',
  '/home',
  '/home/ana2',
  `${home}/cloud/none`,
  '/v/shares/files',
])('nothing is had at %s', (source) => {
  expect(() => plan(at(source))).toThrow(expect.objectContaining({ code: 'InvalidMount' }))
})
