// The bodies of the requests that make a cluster, of either kind. Pure.

import { arm, type WorkspaceKey } from '../../../paths.ts'
import { scaleBody } from '../scale-draft.ts'
import { type ClusterDraft, pairsIn, type TaskDraft } from './cluster-draft.ts'

/** Of the PUT of the cluster. `place`: the workspace it is made in. */
export function bodyOf(draft: ClusterDraft, place: WorkspaceKey) {
  return draft.kind === 'batch' ? batchBody(draft, place) : mlBody(draft)
}

const images = {
  UbuntuLTS: { publisher: 'Canonical', offer: 'UbuntuServer', sku: '16.04-LTS' },
  UbuntuDSVM: { publisher: 'microsoft-ads', offer: 'linux-data-science-vm-ubuntu', sku: 'linuxdsvmubuntu' },
} as const

function batchBody(draft: ClusterDraft, place: WorkspaceKey) {
  const volumes = volumesOf(draft, place)
  const hasSetup = draft.task !== undefined || volumes !== undefined
  return {
    properties: {
      vmSize: draft.size,
      vmPriority: draft.isLowPriority ? 'lowpriority' : 'dedicated',
      scaleSettings: scaleBody('batch', draft.scale),
      virtualMachineConfiguration: { imageReference: images[draft.image] },
      ...(hasSetup
        ? {
            nodeSetup: {
              ...(draft.task === undefined ? {} : { setupTask: taskOf(draft.task) }),
              ...(volumes === undefined ? {} : { mountVolumes: volumes }),
            },
          }
        : {}),
      userAccountSettings: accountOf(draft),
      ...subnetOf(draft),
    },
  }
}

function mlBody(draft: ClusterDraft) {
  const tags = Object.fromEntries(pairsIn(draft.tags).map(([name, value]) => [name, value ?? '']))
  return {
    location: 'local',
    ...(Object.keys(tags).length === 0 ? {} : { tags }),
    properties: {
      computeType: 'AmlCompute',
      properties: {
        vmSize: draft.size,
        vmPriority: draft.isLowPriority ? 'LowPriority' : 'Dedicated',
        scaleSettings: scaleBody('ml', draft.scale),
        ...(draft.user === '' ? {} : { userAccountCredentials: accountOf(draft) }),
        ...subnetOf(draft),
        ...(draft.isClosed ? { remoteLoginPortPublicAccess: 'Disabled' } : {}),
      },
    },
  }
}

function subnetOf({ subnetId }: ClusterDraft) {
  return subnetId === '' ? {} : { subnet: { id: subnetId } }
}

function accountOf({ user, publicKey, password }: ClusterDraft) {
  return {
    adminUserName: user,
    ...(publicKey.trim() === '' ? {} : { adminUserSshPublicKey: publicKey.trim() }),
    ...(password === '' ? {} : { adminUserPassword: password }),
  }
}

function taskOf({ commandLine, output, variables, secrets }: TaskDraft) {
  const named = (text: string) => pairsIn(text).map(([name, value]) => ({ name, value: value ?? '' }))
  return {
    commandLine,
    stdOutErrPathPrefix: output,
    ...(variables.trim() === '' ? {} : { environmentVariables: named(variables) }),
    ...(secrets.trim() === '' ? {} : { secrets: named(secrets) }),
  }
}

function volumesOf({ mounts, commands }: ClusterDraft, place: WorkspaceKey) {
  const unmanaged = pairsIn(commands)
  if (mounts.length + unmanaged.length === 0) return undefined
  return {
    fileServers: mounts.map(({ server, path, isReadOnly }) => ({
      fileServer: { id: arm.fileServer(place, server) },
      relativeMountPath: path,
      mountOptions: isReadOnly ? 'ro' : 'rw',
    })),
    unmanagedFileSystems: unmanaged.map(([path, command]) => ({
      mountCommand: command ?? '',
      relativeMountPath: path,
    })),
  }
}
