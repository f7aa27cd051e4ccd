import { expect, test } from 'vitest'
import type { MachineSpec, Mount } from '../engine.ts'
import { planMounts } from './plan-mounts.ts'

const paths = { volumes: '/d/volumes', supervisor: '/d/supervisor' }
const home: Mount = { path: '/home/ada', source: { kind: 'volume', key: 'c-one' }, isReadOnly: false }

test('a machine sees its own folders, and nothing of what it is told by can be written', () => {
  const { binds } = plan([home])
  expect(binds.map(({ path, source, isReadOnly }) => [path, source, isReadOnly])).toEqual([
    ['/carrel/supervisor', '/d/supervisor', true],
    ['/carrel/boot', '/d/volumes/nodes/c-one/boot', true],
    ['/carrel/keep', '/d/volumes/nodes/c-one/keep', false],
    ['/carrel/door', '/d/volumes/nodes/c-one/door', true],
    ['/mnt', '/d/volumes/nodes/c-one/tmp', false],
    ['/home/ada', '/d/volumes/nodes/c-one/home', false],
  ])
})

test('shares of one parent share one followed folder, which the node cannot write', () => {
  const { binds, propagated } = plan([
    home,
    share('/home/ada/cloud/code', 'a'),
    share('/home/ada/cloud/data', 'b', true),
  ])
  const followed = binds.filter((bind) => bind.follows)
  expect(followed).toHaveLength(1)
  expect(followed[0]).toMatchObject({ path: '/home/ada/cloud', isReadOnly: true })
  const folder = followed[0]?.source ?? ''
  expect(folder.startsWith('/d/volumes/nodes/c-one/mounts/')).toBe(true)
  expect(propagated).toEqual([
    { source: '/d/volumes/shares/a', target: `${folder}/code`, isReadOnly: false },
    { source: '/d/volumes/shares/b', target: `${folder}/data`, isReadOnly: true },
  ])
})

test('a folder in which shares may come is followed from the start, and none that comes changes the container', () => {
  const mountFolders = ['/srv/files']
  const before = plan([home], mountFolders)
  const after = plan([home, share('/srv/files/a', 'a', true)], mountFolders)
  expect(before.binds.filter(({ follows }) => follows)).toMatchObject([{ path: '/srv/files', isReadOnly: true }])
  expect(after.binds).toEqual(before.binds)
  expect([before.propagated.length, after.propagated.length]).toEqual([0, 1])
})

test('a datastore goes into the parent that shares have already, so that no container is made anew for it', () => {
  const before = plan([home, share('/home/ada/cloud/code', 'a')])
  const { binds, propagated, datastores } = plan([
    home,
    datastore('/home/ada/cloud/data/images', 'd'),
    share('/home/ada/cloud/code', 'a'),
  ])
  expect([binds, propagated]).toEqual([before.binds, before.propagated])
  const folder = binds.find((bind) => bind.follows)?.source
  expect(datastores).toEqual([
    {
      key: 'd',
      path: '/home/ada/cloud/data/images',
      source: '/d/volumes/datastores/d',
      target: `${folder}/data/images`,
      isReadOnly: true,
      version: 'one',
    },
  ])
})

test('a datastore that no share is beside has a parent of its own, and none goes through a volume', () => {
  const { binds } = plan([home, share('/home/files', 'a'), datastore('/home/ada/data/images', 'd')])
  expect(binds.filter((bind) => bind.follows).map(({ path }) => path)).toEqual(['/home', '/home/ada/data'])
})

test.each(['/reference', '/home/ada/files', '/mnt/scratch'])(
  'a share at %s, whose parent is not the shares’ alone, is a mount of the container',
  (path) => {
    const { binds, propagated } = plan([home, share(path, 'a')])
    expect(binds).toContainEqual({ source: '/d/volumes/shares/a', path, isReadOnly: false, follows: false })
    expect(propagated).toEqual([])
  },
)

test('a mount inside a parent the node cannot write finds its place made', () => {
  const { binds, placeholders } = plan([home, share('/home/files', 'a'), share('/home/ada/cloud/x', 'b')])
  const outer = binds.find((bind) => bind.path === '/home')?.source
  expect(placeholders).toEqual([`${outer}/ada`, `${outer}/ada/cloud`])
})

test('a volume at /mnt takes the place of the temporary disk', () => {
  const { binds } = plan([home, { ...home, path: '/mnt/' }])
  expect(binds.filter((bind) => bind.path === '/mnt').map((bind) => bind.source)).toEqual([
    '/d/volumes/nodes/c-one/home',
  ])
})

test.each([
  ['relative', [share('data/x', 'a')]],
  ['the root', [share('/', 'a')]],
  ['our own place', [share('/carrel/boot/x', 'a')]],
  ['our own place, by a way round', [share('/x/../carrel/boot/x', 'a')]],
  ['the same path twice', [share('/data/x', 'a'), share('/data/x/', 'b')]],
  ['inside a share', [share('/data/x', 'a'), share('/data/x/y', 'b')]],
  ['inside a share, for a datastore', [share('/data/x', 'a'), datastore('/data/x/y', 'b')]],
  ['inside a datastore', [share('/data/x/y', 'a'), datastore('/data/x', 'b')]],
])('%s is no place for a mount', (_what, mounts) => {
  expect(() => plan(mounts)).toThrow(expect.objectContaining({ code: 'InvalidMountPath' }))
})

test('a key that is a path is refused', () => {
  expect(() => plan([share('/data/x', '../../etc')])).toThrow('cannot name anything')
})

function share(path: string, key: string, isReadOnly = false): Mount {
  return { path, source: { kind: 'share', key }, isReadOnly }
}

function datastore(path: string, key: string): Mount {
  return { path, source: { kind: 'datastore', key }, isReadOnly: true, version: 'one' }
}

function plan(mounts: readonly Mount[], mountFolders: readonly string[] = []) {
  return planMounts(paths, { key: 'c-one', mounts, mountFolders } as MachineSpec)
}
