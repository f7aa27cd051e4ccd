import { expect, test } from 'vitest'
import { groupingOf } from './grouping-of.ts'

test.each([
  ['cgroupfs', '1', 'folders1'],
  ['cgroupfs', '2', 'folders2'],
  ['cgroupfs', undefined, 'folders1'],
  ['systemd', '2', 'slices'],
  ['systemd', '1', 'none'],
  ['none', '2', 'none'],
])('containers of a Docker with %s and version %s of control groups are held by %s', (driver, version, expected) => {
  const info = { CgroupDriver: driver, ...(version === undefined ? {} : { CgroupVersion: version }) }
  expect(groupingOf(info)).toBe(expected)
  expect(groupingOf({ ...info, SecurityOptions: ['name=seccomp', 'name=rootless'] })).toBe('none')
})
