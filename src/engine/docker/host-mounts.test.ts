import { expect, test } from 'vitest'
import { mountOf, parseMounts, requireSafeVolumes } from './host-mounts.ts'

const text = [
  '27 1 254:0 / / rw,relatime - ext4 /dev/vda rw',
  '43 27 254:0 /data /data\\040of\\040ours/volumes rw,nosuid,nodev,relatime shared:2 - ext4 /dev/vda rw',
  '50 27 254:0 /x /plain rw,nosuid,relatime master:1 - ext4 /dev/vda rw',
  '51 27 254:0 /x /plain rw,nosuid,nodev,relatime - ext4 /dev/vda rw',
  '',
].join('\n')
const mounts = parseMounts(text)

test('mounts are read with their options, their spaces and whether they are shared', () => {
  expect(mounts).toHaveLength(4)
  expect(mounts[1]).toEqual({
    path: '/data of ours/volumes',
    of: '254:0 /data',
    options: ['rw', 'nosuid', 'nodev', 'relatime'],
    isShared: true,
  })
  expect(mounts[2]?.isShared).toBe(false)
})

test('a path lies on the longest mount above it, of two at one place on the later', () => {
  expect(mountOf(mounts, '/data of ours/volumes/nodes')).toBe(mounts[1])
  expect(mountOf(mounts, '/data of ours')).toBe(mounts[0])
  expect(mountOf(mounts, '/plainly')).toBe(mounts[0])
  expect(mountOf(mounts, '/plain')).toBe(mounts[3])
})

test('no machine starts on a folder where setuid programs and devices would count', () => {
  requireSafeVolumes(mounts, '/data of ours/volumes')
  for (const folder of ['/', '/data of ours']) {
    expect(() => requireSafeVolumes(mounts, folder)).toThrow(
      expect.objectContaining({ code: 'UnsafeVolumes', nextStep: expect.stringContaining('carrel up') }),
    )
  }
})
