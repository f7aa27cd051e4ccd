import { expect, test } from 'vitest'
import { networkBytes, usagePlaces } from './control-group.ts'

test('what a container used stands in a folder of each controller, or in one of them all', () => {
  const first = '9:name=systemd:/docker/ab\n4:memory:/docker/ab\n2:cpu,cpuacct:/docker/ab\n0::/docker/ab\n'
  expect(usagePlaces(first)).toEqual({
    isSecondVersion: false,
    cpu: '/sys/fs/cgroup/cpuacct/docker/ab/cpuacct.usage',
    memory: '/sys/fs/cgroup/memory/docker/ab/memory.usage_in_bytes',
    memoryDetails: '/sys/fs/cgroup/memory/docker/ab/memory.stat',
  })
  expect(usagePlaces('0::/system.slice/docker-ab.scope\n')).toEqual({
    isSecondVersion: true,
    cpu: '/sys/fs/cgroup/system.slice/docker-ab.scope/cpu.stat',
    memory: '/sys/fs/cgroup/system.slice/docker-ab.scope/memory.current',
    memoryDetails: '/sys/fs/cgroup/system.slice/docker-ab.scope/memory.stat',
  })
})

test('what came and went by the network is counted without the loop of the machine itself', () => {
  const table = `Inter-|   Receive                      |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo:    5000      20    0    0    0     0          0         0     5000      20    0    0    0     0       0          0
  eth0:     200       2    0    0    0     0          0         0       70       1    0    0    0     0       0          0
  eth1:1000 2 0 0 0 0 0 0 30 1 0 0 0 0 0 0
`
  expect(networkBytes(table)).toEqual({ networkInBytes: 1200, networkOutBytes: 100 })
  expect(networkBytes('')).toEqual({ networkInBytes: undefined, networkOutBytes: undefined })
})
