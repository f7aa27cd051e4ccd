import { networkOf } from '../../../arm/subnet.ts'
import type { FleetSettings, FleetSpec } from '../../../fleet/fleet.ts'
import { clusterFleet } from '../../../fleet/pool/cluster-fleet.ts'
import { fileServerShare, fileServersFolder } from '../file-servers/file-server-share.ts'
import type { ClusterRecord, FileServerVolume } from './cluster.ts'
import { setupTaskFolder } from './setup-task-folder.ts'

/** Where a cluster's nodes have the file server that stands at this place in its list. */
export function fileServerMount(index: number): string {
  return `${fileServersFolder}/${index}`
}

export function fleetOfCluster({ key, desired }: ClusterRecord, settings: FleetSettings): FleetSpec {
  const { setupTask, volumes, secrets } = desired
  const servers = volumes.fileServers.map((volume, index) => ({ volume, path: fileServerMount(index) }))
  return clusterFleet(
    {
      ...{ key, size: desired.size, priority: desired.priority, scale: desired.scale },
      user: desired.user,
      peerKey: desired.peerKey,
      ports: desired.ports,
      network: networkOf(desired.subnet),
      mounts: servers.map(({ volume, path }) => ({
        path,
        source: { kind: 'share', key: fileServerShare(volume.id) },
        isReadOnly: volume.mountOptions === 'ro',
      })),
      mountFolders: [fileServersFolder],
      script: {
        links: servers.map(({ volume, path }) => ({ path: volume.relativeMountPath, target: targetOf(volume, path) })),
        mountCommands: volumes.unmanaged.map(({ mountCommand: command, relativeMountPath: path }) => ({
          command,
          path,
        })),
        task: setupTask && {
          commandLine: setupTask.commandLine,
          outputFolder: setupTaskFolder(setupTask),
        },
        environment: setupTask?.environment ?? {},
        secrets: Object.fromEntries(Object.entries(secrets).map(([name, { sealed }]) => [name, sealed])),
      },
    },
    settings,
  )
}

function targetOf({ sourceDirectory }: FileServerVolume, path: string): string {
  return sourceDirectory === undefined ? path : `${path}/${sourceDirectory}`
}
