// From the model to the wire. Nulls are written out: one client fails on absent keys.

import type { Rendered, View } from '../../../arm/resource-type.ts'
import { cappedLimits } from '../../../fleet/capped-limits.ts'
import type { FleetSettings } from '../../../fleet/fleet.ts'
import { scriptFault } from '../../../fleet/node-setup.ts'
import { findSize } from '../../../fleet/sizes.ts'
import type { OperationRecord } from '../../../store/records.ts'
import { renderApplications, renderCustomServices } from './applications/render-applications.ts'
import { computeHead } from './compute-head.ts'
import { lastOperationOf, stateOf } from './lifecycle.ts'
import type { Compute, ComputeStatus } from './model.ts'
import { renderSchedules } from './schedules/render-schedules.ts'
import { nextFiring } from './schedules/schedule-firings.ts'
import { renderRuns, renderScripts } from './scripts/render-scripts.ts'

/** The first api-versions that have these. Older ones are as published; what Azure never had is in the newest alone. */
const ownSince = '2024-10-01'
const publicIpSince = '2022-01-01'
const imageSince = '2022-12-01'
const customServicesSince = '2023-04-01'
const triggerSince = '2022-10-01'

export function renderCompute(view: View<Compute, ComputeStatus>, settings: FleetSettings): Rendered {
  const { record, lastOperation, apiVersion } = view
  const { desired } = record
  const errors = errorsOf(record)
  return {
    identity: undefined,
    properties: {
      computeType: 'ComputeInstance',
      ...computeHead(record, errors),
      disableLocalAuth: desired.ssh === undefined,
      properties: {
        vmSize: desired.size,
        subnet: desired.subnet ?? null,
        applicationSharingPolicy: 'Personal',
        computeInstanceAuthorizationType: 'personal',
        ...desired.accepted,
        state: stateOf(record),
        errors,
        sshSettings: { ...sshSettings(record), ...(apiVersion >= ownSince ? hostKeys(record) : {}) },
        connectivityEndpoints: connectivity(view, settings),
        applications: renderApplications(record, settings, apiVersion >= ownSince),
        createdBy: {
          userName: desired.creator.name,
          userOrgId: desired.creator.tenantId,
          userId: desired.creator.objectId,
        },
        personalComputeInstanceSettings: desired.isAssigned
          ? { assignedUser: { objectId: desired.owner.objectId, tenantId: desired.owner.tenantId } }
          : null,
        ...(lastOperation ? { lastOperation: shownOperation(lastOperation, apiVersion) } : {}),
        schedules: renderSchedules(desired.schedules ?? []),
        setupScripts: renderScripts(desired.setup, apiVersion >= ownSince),
        ...(apiVersion >= publicIpSince ? { enableNodePublicIp: desired.hasPublicIp } : {}),
        ...(apiVersion >= imageSince ? { osImageMetadata: imageMetadata(settings) } : {}),
        ...(apiVersion >= customServicesSince ? { customServices: renderCustomServices(desired.customServices) } : {}),
        ...(apiVersion >= ownSince ? ownMembers(record, settings) : {}),
      },
    },
  }
}

function shownOperation(operation: OperationRecord, apiVersion: string) {
  const { operationTrigger, ...published } = lastOperationOf(operation)
  return apiVersion >= triggerSince ? { ...published, operationTrigger } : published
}

function ownMembers(record: View<Compute, ComputeStatus>['record'], settings: FleetSettings) {
  const { desired, observed } = record
  const runs = renderRuns(observed?.setup)
  const firing = nextFiringOf(record)
  return {
    owner: { userId: desired.owner.objectId, userName: desired.owner.name },
    ...(firing === undefined ? {} : { nextFiring: firing }),
    ...(desired.isCreatedStopped ? { createStopped: true } : {}),
    ...(runs === undefined ? {} : { setupRuns: runs }),
    ...capacity(desired, settings),
  }
}

/** What its schedules will do next, as far as a list must say it. */
function nextFiringOf({ desired, firesAt }: View<Compute, ComputeStatus>['record']) {
  if (firesAt === undefined) return undefined
  const due = desired.schedules?.find((schedule) => nextFiring(schedule, firesAt - 1) === firesAt)
  return due && { time: new Date(firesAt).toISOString(), action: due.action }
}

/** For whoever wants to know the machine before the first connection. */
function hostKeys({ desired, observed }: View<Compute, ComputeStatus>['record']): { hostKeys?: readonly string[] } {
  return (desired.ssh || desired.subnet) && observed?.sshHostKeys?.length ? { hostKeys: observed.sshHostKeys } : {}
}

/** A script that failed is told as long as it is so: one client waits for a good end unless there are errors. */
function errorsOf(record: View<Compute, ComputeStatus>['record']) {
  if (record.failure?.generation === record.generation) return [{ error: record.failure.error }]
  const failed = record.desired.power === 'running' && scriptFault(record.observed?.setup)
  return failed ? [{ error: { code: failed.code, message: failed.message } }] : []
}

function imageMetadata({ image }: FleetSettings) {
  return { currentImageVersion: image, latestImageVersion: image, isLatestOsImageVersion: true }
}

function sshSettings({ desired }: View<Compute, ComputeStatus>['record']) {
  return {
    sshPublicAccess: desired.ssh ? 'Enabled' : 'Disabled',
    adminUserName: 'azureuser',
    adminPublicKey: (desired.ssh ?? desired.inside)?.publicKey ?? null,
    sshPort: desired.ssh && desired.hasPublicIp ? desired.ssh.port : null,
  }
}

function connectivity({ record }: View<Compute, ComputeStatus>, settings: FleetSettings) {
  const { desired, observed } = record
  return {
    publicIpAddress: desired.ssh && desired.hasPublicIp ? settings.sshAddress : null,
    privateIpAddress: observed?.phase === 'running' ? (observed.privateIpAddress ?? null) : null,
  }
}

/** What the node really has, said only where it is less than the size's name promises. */
function capacity(desired: Compute, settings: FleetSettings): { capacity?: unknown } {
  const size = findSize(desired.size)
  const capped = size && cappedLimits(size, settings.host)
  if (!capped?.note) return {}
  return {
    capacity: {
      vCPUs: capped.limits.cpus,
      memoryGB: Number((capped.limits.memoryBytes / 1024 ** 3).toFixed(1)),
      isCapped: true,
      message: capped.note,
    },
  }
}
