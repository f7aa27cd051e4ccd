// From the model to the wire. Nulls are written out: one client fails on absent keys.

import type { Rendered, View } from '../../../../arm/resource-type.ts'
import { idleTimeText } from '../../../../fleet/pool/idle-time.ts'
import type { PoolObserved, PoolStatus } from '../../../../fleet/pool/pool.ts'
import { computeHead } from '../compute-head.ts'
import type { AmlCluster } from './aml-cluster.ts'

/** The first api-versions that have these. */
const osSince = '2021-03-01'
const localAuthSince = '2021-03-01'
const bagSince = '2022-01-01'

export function renderAml(view: View<AmlCluster, PoolObserved>): Rendered {
  const { record, apiVersion } = view
  const { desired, observed, failure, generation } = record
  const errors = failure?.generation === generation ? [{ error: failure.error }] : []
  return {
    identity: undefined,
    properties: {
      computeType: 'AmlCompute',
      ...computeHead(record, errors),
      ...(apiVersion >= localAuthSince ? { disableLocalAuth: desired.user === undefined } : {}),
      properties: {
        ...bodyOf(desired, apiVersion),
        ...allocationOf(observed?.pool, record),
        errors: [
          ...errors,
          ...(observed?.pool?.errors ?? []).map(({ code, message }) => ({ error: { code, message } })),
        ],
      },
    },
  }
}

/** What was asked for, as it can be sent back. */
export function bodyOf(desired: AmlCluster, apiVersion: string) {
  const { user, scale } = desired
  return {
    vmSize: desired.size,
    vmPriority: desired.priority === 'lowPriority' ? 'LowPriority' : 'Dedicated',
    scaleSettings: {
      minNodeCount: scale.least,
      maxNodeCount: scale.most,
      nodeIdleTimeBeforeScaleDown: idleTimeText(scale.idleMs),
    },
    // The key is a secret as published, and like the password it stays when it is not sent again.
    userAccountCredentials: user ? { adminUserName: user.name } : null,
    subnet: desired.subnet ?? null,
    remoteLoginPortPublicAccess: desired.remoteLogin,
    ...(apiVersion >= osSince
      ? { osType: 'Linux', isolatedNetwork: false, enableNodePublicIp: desired.hasPublicIp }
      : {}),
    ...(apiVersion >= bagSince ? { propertyBag: desired.accepted['propertyBag'] ?? {} } : {}),
  }
}

const none = { idle: 0, running: 0, preparing: 0, unusable: 0, leaving: 0 }

function allocationOf(
  pool: PoolStatus | undefined,
  record: { readonly createdAt: number; readonly desired: AmlCluster },
) {
  const { idle, running, preparing, unusable, leaving } = pool?.counts ?? none
  return {
    allocationState: pool?.allocation === 'steady' ? 'Steady' : 'Resizing',
    allocationStateTransitionTime: new Date(pool?.allocationSince ?? record.createdAt).toISOString(),
    currentNodeCount: idle + running + preparing + unusable + leaving,
    targetNodeCount: pool?.target ?? record.desired.scale.least,
    nodeStateCounts: {
      idleNodeCount: idle,
      runningNodeCount: running,
      preparingNodeCount: preparing,
      unusableNodeCount: unusable,
      leavingNodeCount: leaving,
      preemptedNodeCount: 0,
    },
  }
}
