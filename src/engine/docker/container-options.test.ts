import { expect, test } from 'vitest'
import type { MachineSpec } from '../engine.ts'
import { containerOptions } from './container-options.ts'

const spec = {
  key: 'c-one',
  nodeId: '/x/nodes/0',
  hostname: 'ci-one',
  image: 'image:1',
  limits: { cpus: 8, memoryBytes: 2 ** 30, pids: 100, gpus: 0, osDiskBytes: 2 ** 40 },
} as MachineSpec
const binds = [
  { source: '/s', path: '/home/ada', isReadOnly: false, follows: false },
  { source: '/m', path: '/home/ada/cloud', isReadOnly: true, follows: true },
]
const plan = {
  installationId: 'inst0001',
  spec,
  binds,
  hostCpus: 4,
  canFollow: true,
  limitsDisks: true,
  group: undefined,
  hasFuse: false,
}

test('a machine publishes nothing, restarts by nobody but us and can neither make devices nor forge packets', () => {
  const options = containerOptions(plan)
  expect(options.HostConfig).toMatchObject({
    CapDrop: ['MKNOD', 'NET_RAW'],
    RestartPolicy: { Name: 'no' },
    NetworkMode: 'carrel-inst0001-c-one',
    NanoCpus: 4e9,
    Memory: 2 ** 30,
    MemorySwap: 2 ** 30,
    PidsLimit: 100,
  })
  expect(options.HostConfig).not.toHaveProperty('PortBindings')
  expect(options.HostConfig).not.toHaveProperty('CapAdd')
  expect(options.HostConfig).not.toHaveProperty('Devices')
  expect(options.HostConfig).not.toHaveProperty('Privileged')
  expect(options).not.toHaveProperty('ExposedPorts')
  expect(options.name).toBe('carrel-inst0001-c-one')
  expect(options.Labels).toMatchObject({ 'carrel.installation': 'inst0001', 'carrel.machine': 'c-one' })
})

test('only the shares’ parents follow the host’s mounts, and only where the host can be followed', () => {
  const propagation = (canFollow: boolean) =>
    containerOptions({ ...plan, canFollow }).HostConfig?.Mounts?.map((mount) => mount.BindOptions?.Propagation)
  expect(propagation(true)).toEqual(['rprivate', 'rslave'])
  expect(propagation(false)).toEqual(['rprivate', 'rprivate'])
})

test('GPUs are asked for by number, and only when there are some to ask for', () => {
  expect(containerOptions(plan).HostConfig).not.toHaveProperty('DeviceRequests')
  const withGpus = { ...spec, limits: { ...spec.limits, gpus: 2 } }
  expect(containerOptions({ ...plan, spec: withGpus }).HostConfig?.DeviceRequests).toEqual([
    { Driver: '', Count: 2, Capabilities: [['gpu']] },
  ])
})

test('CI-93: it is held to the size of its disk where the storage of Docker can', () => {
  const size = (limitsDisks: boolean) => containerOptions({ ...plan, limitsDisks }).HostConfig?.StorageOpt
  expect(size(true)).toEqual({ size: String(2 ** 40) })
  expect(size(false)).toBeUndefined()
})

test('the one device it gets is the one that FUSE programs open, which mounts nothing by itself', () => {
  const options = containerOptions({ ...plan, hasFuse: true })
  expect(options.HostConfig?.Devices).toEqual([
    { PathOnHost: '/dev/fuse', PathInContainer: '/dev/fuse', CgroupPermissions: 'rw' },
  ])
  expect(options.HostConfig).not.toHaveProperty('CapAdd')
})
