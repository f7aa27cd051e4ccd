// In which way containers of this Docker can be put below a control group of ours. Pure.

/** What of `docker info` tells. */
export interface HostOfGroups {
  readonly CgroupDriver?: string
  readonly CgroupVersion?: string
  readonly SecurityOptions?: readonly string[] | null
}

/** Folders of the kernel's, in one of its two versions; slices of systemd; or not at all. */
export type GroupingHost = 'folders1' | 'folders2' | 'slices' | 'none'

/** Under systemd the first version is none: what it holds of a slice there depends on the controllers it was built for. */
export function groupingOf({
  CgroupDriver: driver,
  CgroupVersion: version = '1',
  ...info
}: HostOfGroups): GroupingHost {
  if (info.SecurityOptions?.some((option) => option.includes('rootless'))) return 'none'
  if (driver === 'cgroupfs') return version === '2' ? 'folders2' : 'folders1'
  return driver === 'systemd' && version === '2' ? 'slices' : 'none'
}
