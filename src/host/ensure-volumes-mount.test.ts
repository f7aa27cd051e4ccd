import { expect, test } from 'vitest'
import { parseMounts } from './ensure-volumes-mount.ts'

test('mounts are read with their flags, propagation and unusual names', () => {
  const text = [
    '29 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw',
    '50 29 254:0 /d/volumes /home/a\\040b/.carrel/volumes rw,nosuid,nodev,relatime shared:7 - ext4 /dev/vda rw',
    '51 29 254:0 /x /x rw,relatime master:7 - ext4 /dev/vda rw',
    '',
  ].join('\n')
  const [root, volumes, slave] = parseMounts(text)
  expect(root).toMatchObject({ path: '/', peerGroup: 'shared:1', parentPeerGroup: undefined })
  expect(volumes).toMatchObject({
    path: '/home/a b/.carrel/volumes',
    peerGroup: 'shared:7',
    parentPeerGroup: 'shared:1',
  })
  expect([...(volumes?.options ?? [])]).toEqual(['rw', 'nosuid', 'nodev', 'relatime'])
  expect(slave?.peerGroup).toBeUndefined()
})
