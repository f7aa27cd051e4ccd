import { expect, test } from 'vitest'
import { mounterOptions } from './mounter-options.ts'

const options = mounterOptions({
  installationId: 'inst0001',
  machine: { key: 'c-one', nodeId: '/x/nodes/0', id: 'abc', pid: 42, disks: ['/mnt'] },
  image: 'image:1',
  name: 'f00',
  program: 'pass',
  maxMounts: 3,
  folders: { door: '/d/door', connections: '/d/connections' },
})

test('a mounter runs our program from the image as it was built, and sees nothing of the node but its door', () => {
  expect(options.Image).toBe('image:1')
  expect(options.Entrypoint).toEqual(['/usr/bin/python3', '-I', '-S', '-c', 'pass'])
  expect(options.Cmd).toEqual(['42', 'abc', 'f00', '3', '/', '/mnt'])
  expect(options.HostConfig?.Mounts?.map(({ Source, Target }) => [Source, Target])).toEqual([
    ['/d/door', '/door'],
    ['/d/connections', '/records'],
    ['/sys/fs/fuse/connections', '/connections'],
  ])
  expect(options.HostConfig?.Mounts?.every((mount) => mount.BindOptions?.Propagation === 'rprivate')).toBe(true)
})

test('it can mount and nothing else: no network, no other right, no other device, nothing to write', () => {
  expect(options.HostConfig).toMatchObject({
    AutoRemove: true,
    NetworkMode: 'none',
    ReadonlyRootfs: true,
    CapDrop: ['ALL'],
    CapAdd: ['DAC_OVERRIDE', 'SYS_ADMIN', 'SYS_CHROOT', 'SYS_PTRACE'],
    Devices: [{ PathOnHost: '/dev/fuse' }],
  })
  expect(options.HostConfig).not.toHaveProperty('Privileged')
  expect(options.Labels).toMatchObject({ 'carrel.installation': 'inst0001', 'carrel.machine': 'c-one' })
})
