// A file server: on Azure a machine with disks that clusters mount, here a stand-in, a folder that is mounted in every node of
// the clusters that name it. There is no machine to sign in to, and the disks have the room the host has.

import { z } from 'zod'
import { readBody } from '../../../arm/read-body.ts'
import { keyOf } from '../../../arm/resource-id.ts'
import { type ArmDesired, resourceType } from '../../../arm/resource-type.ts'
import { oneOf, whole } from '../../../arm/scalars.ts'
import { ArmError } from '../../../base/errors.ts'
import { isOver } from '../../../fleet/jobs/job.ts'
import { clusterUser } from '../../../fleet/pool/cluster-user.ts'
import { findSize } from '../../../fleet/sizes.ts'
import type { Store } from '../../../store/store.ts'
import { requireBare } from '../bare-envelope.ts'
import { type Cluster, clusterType, type FileServerVolume } from '../clusters/cluster.ts'
import { inWorkspace } from '../in-workspace.ts'
import { type BatchJobRecord, jobType } from '../jobs/batch-job.ts'
import { requireName } from '../names.ts'
import { lifeOf } from '../states.ts'
import { fileServerShare, fileServerType } from './file-server-share.ts'

const minutes = 60_000
const readOnly = z.unknown().optional()

const schema = z.strictObject({
  vmSize: z.string('is required').min(1),
  sshConfiguration: z.strictObject(
    {
      publicIPsToAllow: z.array(z.string().max(50)).max(400).nullish(),
      userAccountSettings: z.strictObject({
        adminUserName: z.string('is required'),
        adminUserSshPublicKey: z.string().nullish(),
        adminUserPassword: z.string().max(200).nullish(),
      }),
    },
    'is required',
  ),
  dataDisks: z.strictObject(
    {
      diskSizeInGB: whole(1, 32_767),
      cachingType: oneOf(['none', 'readonly', 'readwrite']).nullish(),
      diskCount: whole(1, 64),
      storageAccountType: oneOf(['Standard_LRS', 'Premium_LRS']),
    },
    'is required',
  ),
  subnet: z.null('is not offered').optional(),
  mountSettings: readOnly,
  creationTime: readOnly,
  provisioningState: readOnly,
  provisioningStateTransitionTime: readOnly,
})

interface FileServer extends ArmDesired {
  readonly vmSize: string
  readonly userName: string
  readonly publicKey: string | undefined
  readonly publicIPsToAllow: readonly string[] | undefined
  readonly dataDisks: z.infer<typeof schema>['dataDisks']
}

export interface FileServerServices {
  readonly store: Store
  /** Deletes its files; absent is success. */
  removeShare(key: string): Promise<void>
}

export function fileServers({ store, removeShare }: FileServerServices) {
  return resourceType<FileServer>({
    type: fileServerType,
    ...inWorkspace,
    verbs: ['get', 'list', 'put', 'delete'],
    deadlinesMs: { create: 2 * minutes, update: 2 * minutes, delete: 10 * minutes },

    parse({ body, name }) {
      requireName(name, 'file server')
      requireBare(body, 'file server')
      const { vmSize, sshConfiguration, dataDisks } = readBody(schema, body.properties ?? {}, 'properties')
      if (!findSize(vmSize))
        throw new ArmError(400, 'VmSizeNotSupported', `The VM size '${vmSize.slice(0, 60)}' is not offered here.`, {
          target: 'properties.vmSize',
        })
      const {
        adminUserName,
        adminUserSshPublicKey: publicKey,
        adminUserPassword,
      } = sshConfiguration.userAccountSettings
      const path = 'properties.sshConfiguration.userAccountSettings'
      clusterUser({ name: adminUserName, publicKey, hasPassword: Boolean(adminUserPassword), path })
      return {
        vmSize,
        userName: adminUserName,
        publicKey: publicKey ?? undefined,
        publicIPsToAllow: sshConfiguration.publicIPsToAllow ?? undefined,
        dataDisks,
      }
    },

    render(view) {
      const { vmSize, userName, publicKey, publicIPsToAllow, dataDisks } = view.record.desired
      return {
        properties: {
          vmSize,
          sshConfiguration: {
            ...(publicIPsToAllow ? { publicIPsToAllow } : {}),
            userAccountSettings: {
              adminUserName: userName,
              ...(publicKey === undefined ? {} : { adminUserSshPublicKey: publicKey }),
            },
          },
          dataDisks: { ...dataDisks, cachingType: dataDisks.cachingType ?? 'none' },
          mountSettings: { mountPoint: '/mnt/data' },
          ...lifeOf(view),
        },
      }
    },

    async refuseChange({ verb, id }) {
      if (verb !== 'delete') return
      const user = (await clusterThatMounts(id, store)) ?? (await jobThatMounts(id, store))
      if (user === undefined) return
      throw new ArmError(409, 'FileServerInUse', `The ${user} mounts the file server. Delete that first.`)
    },

    async reconcile({ deletedAt, key }) {
      if (deletedAt === undefined) return { observed: {} }
      await removeShare(fileServerShare(key))
      return 'gone'
    },
  })
}

async function clusterThatMounts(id: string, store: Store): Promise<string | undefined> {
  const clusters = await store.list({ type: clusterType, parentKey: workspaceKeyOf(id) })
  const found = clusters.find(({ desired }) => isAmong((desired as Cluster).volumes.fileServers, id))
  return found && `cluster '${found.name}'`
}

/** What is over mounts nothing. */
async function jobThatMounts(id: string, store: Store): Promise<string | undefined> {
  const jobs = (await store.list({ type: jobType, underKey: workspaceKeyOf(id) })) as BatchJobRecord[]
  const found = jobs.find(({ desired, observed }) => !(observed && isOver(observed)) && isAmong(desired.volumes, id))
  return found && `job '${found.name}'`
}

function isAmong(volumes: readonly FileServerVolume[], id: string): boolean {
  return volumes.some((volume) => keyOf(volume.id) === keyOf(id))
}

function workspaceKeyOf(id: string): string {
  return keyOf(id).replace(/\/fileservers\/[^/]+$/, '')
}
