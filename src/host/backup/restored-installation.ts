// What the restored installation is called and where it listens: as it was, or, beside the one it is a copy of, with a name,
// addresses and a range of its own.

import { readFile } from 'node:fs/promises'
import Docker from 'dockerode'
import type { Installation } from '../../config.ts'
import { labels } from '../../engine/docker/names.ts'
import { dockerSocket } from '../docker-daemon.ts'
import { chooseNetworkRange, parseRoutes, parseSubnet, rangesOverlap } from '../network-range.ts'

export interface RestoreWishes {
  /** As it was, or a new one. */
  readonly installationId: string
  readonly database: string | undefined
  readonly port: number | undefined
}

export async function restoredInstallation(before: Installation, wishes: RestoreWishes): Promise<Installation> {
  const { database: _, ...rest } = before
  const { installationId } = wishes
  const isNew = installationId !== before.installationId
  return {
    ...rest,
    installationId,
    port: wishes.port ?? before.port,
    networkRange: await rangeFor(before, installationId),
    // A loopback address is chosen anew by `up`; where others reach it is an address somebody gave it.
    sshAddress: isNew && before.sshAddress.startsWith('127.') ? '' : before.sshAddress,
    dockerSocket: dockerSocket(),
    ...(wishes.database === undefined ? {} : { database: wishes.database }),
  }
}

/** The same one, unless this machine reaches something else by it. Without Docker there is nothing else yet. */
async function rangeFor(before: Installation, installationId: string): Promise<string> {
  const wanted = parseSubnet(before.networkRange)
  try {
    const docker = new Docker({ socketPath: dockerSocket(), timeout: 10_000 })
    const networks = await docker.listNetworks()
    const own = networks.filter(({ Labels }) => Labels?.[labels.installation] === installationId)
    if (installationId === before.installationId && own.length > 0) return before.networkRange
    const routed = parseRoutes(await readFile('/proc/net/route', 'utf8'))
    const used = networks.flatMap(({ IPAM }) =>
      (IPAM?.Config ?? []).flatMap(({ Subnet }) => parseSubnet(Subnet ?? '') ?? []),
    )
    const isTaken = wanted === undefined || [...routed, ...used].some((subnet) => rangesOverlap(subnet, wanted))
    const isCopy = installationId !== before.installationId
    return isTaken || isCopy ? await chooseNetworkRange(installationId, dockerSocket()) : before.networkRange
  } catch {
    return before.networkRange
  }
}
