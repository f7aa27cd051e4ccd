// From a PUT body to the model. Pure: everything it may look at is in its input.

import { z } from 'zod'
import { requireLocation } from '../../../arm/locations.ts'
import { readBody } from '../../../arm/read-body.ts'
import type { PutInput } from '../../../arm/resource-type.ts'
import type { Envelope } from '../../../arm/wire.ts'
import { ArmError } from '../../../base/errors.ts'
import type { FleetSettings } from '../../../fleet/fleet.ts'
import { findSize, type Size } from '../../../fleet/sizes.ts'
import { acceptCustomServices } from './applications/accept-custom-services.ts'
import { requireComputeName } from './compute-name.ts'
import { sshAsked } from './local-auth.ts'
import { type Compute, type ComputeOwner, computeType } from './model.ts'
import { parseSsh } from './parse-ssh.ts'
import { acceptSchedules } from './schedules/accept-schedules.ts'
import type { ComputeSchedule } from './schedules/compute-schedule.ts'
import type { ScheduleSettings } from './schedules/schedule-settings.ts'
import { acceptScripts } from './scripts/accept-scripts.ts'
import { acceptedNames, computeInstanceSchema, computeSchema } from './wire.ts'

type InstanceBody = z.infer<typeof computeInstanceSchema>

export interface ParseSettings {
  readonly schedules: ScheduleSettings
  readonly fleet: Pick<FleetSettings, 'allowedImages'>
}

export function parseCompute(input: PutInput<Compute>, { schedules, fleet }: ParseSettings): Compute {
  const { body, name, previous } = input
  const before = previous?.desired
  requireComputeName(name)
  const location = requireLocation(body.location ?? before?.location, computeType)
  const outer = readBody(computeSchema, body.properties ?? {}, 'properties')
  requireComputeInstance(outer.computeType)
  const inner = readBody(computeInstanceSchema, outer.properties ?? {}, 'properties.properties')
  const size = requireSize(inner.vmSize)
  const creator = before?.creator ?? ownerOf(input)
  const subnet = inner.subnet ?? before?.subnet
  return {
    location,
    tags: body.tags ?? {},
    description: outer.description ?? null,
    size: size.name,
    ...parseSsh(sshAsked(outer.disableLocalAuth, inner.sshSettings), {
      before,
      taken: input.taken,
      isInSubnet: subnet !== undefined,
    }),
    ...(subnet === undefined ? {} : { subnet }),
    hasPublicIp: inner.enableNodePublicIp ?? before?.hasPublicIp ?? true,
    ...assignment(inner, input, creator),
    creator,
    schedules: parseSchedules(inner, before, schedules),
    ...createdStopped(inner, before),
    power: before?.power ?? (inner.createStopped ? 'stopped' : 'running'),
    boot: before?.boot ?? 1,
    intent: before?.intent ?? 'create',
    setup: acceptScripts(inner.setupScripts, before?.setup, before === undefined),
    customServices: parseCustomServices(inner, before, fleet.allowedImages),
    accepted: Object.fromEntries(
      acceptedNames.flatMap((key) => (inner[key] === undefined || inner[key] === null ? [] : [[key, inner[key]]])),
    ),
  }
}

const assignedUserPath = z.looseObject({
  properties: z.looseObject({
    personalComputeInstanceSettings: z.looseObject({ assignedUser: z.looseObject({ objectId: z.string() }) }),
  }),
})

/** Whom the body names, to be looked up before it is parsed. */
export function assignedUserIn(body: Envelope): string[] {
  const found = assignedUserPath.safeParse(body.properties ?? {})
  return found.success ? [found.data.properties.personalComputeInstanceSettings.assignedUser.objectId] : []
}

function requireComputeInstance(asked: string): void {
  if (asked.toLowerCase() === 'computeinstance') return
  throw new ArmError(
    400,
    'ComputeTypeNotSupported',
    `computeType '${asked.slice(0, 60)}' is not offered. Use 'ComputeInstance' or 'AmlCompute'.`,
    { target: 'properties.computeType' },
  )
}

function requireSize(asked: string): Size {
  const size = findSize(asked)
  if (size) return size
  throw new ArmError(
    400,
    'VmSizeNotSupported',
    `The VM size '${asked.slice(0, 60)}' is not offered here. GET …/locations/{location}/vmSizes lists the sizes.`,
    {
      target: 'properties.properties.vmSize',
    },
  )
}

/** What is not spoken of stays: clients that know no schedules must not remove them. An empty list does. */
function parseSchedules(
  inner: InstanceBody,
  before: Compute | undefined,
  { clock, most }: ScheduleSettings,
): readonly ComputeSchedule[] {
  const kept = before?.schedules ?? []
  const asked = inner.schedules?.computeStartStop
  if (!asked) return kept
  const path = 'properties.properties.schedules.computeStartStop'
  return acceptSchedules(asked, kept, { now: clock.now(), most, path })
}

/** As with schedules: an instance's PUT from a client that knows no applications must not end them. */
function parseCustomServices(
  inner: InstanceBody,
  before: Compute | undefined,
  allowedImages: readonly string[],
): Compute['customServices'] {
  if (!inner.customServices) return before?.customServices
  return acceptCustomServices(inner.customServices, 'properties.properties.customServices', allowedImages)
}

/** CI-52. */
function createdStopped(inner: InstanceBody, before: Compute | undefined): Pick<Compute, 'isCreatedStopped'> {
  const isStopped = inner.createStopped ?? before?.isCreatedStopped ?? false
  if (before && isStopped !== (before.isCreatedStopped ?? false)) {
    throw new ArmError(
      400,
      'PropertyChangeNotAllowed',
      'createStopped says how an instance is created; this one is there. Start or stop it.',
      { target: 'properties.properties.createStopped' },
    )
  }
  return isStopped ? { isCreatedStopped: true } : {}
}

/** CI-40: the assigned user owns it; it cannot be given to somebody else later. */
function assignment(
  inner: InstanceBody,
  input: PutInput<Compute>,
  creator: ComputeOwner,
): Pick<Compute, 'owner' | 'isAssigned'> {
  const before = input.previous?.desired
  const assigned = inner.personalComputeInstanceSettings?.assignedUser
  if (!assigned) return { owner: before?.owner ?? creator, isAssigned: before?.isAssigned ?? false }
  const person = input.people.get(assigned.objectId.toLowerCase())
  const isHere = assigned.tenantId.toLowerCase() === input.caller.actor.tenantId.toLowerCase()
  if (!person || person.kind === 'Group' || !isHere) {
    throw new ArmError(
      400,
      'AssignedUserNotFound',
      `There is no user with object id '${assigned.objectId}' in tenant '${assigned.tenantId}'.`,
      {
        target: 'properties.properties.personalComputeInstanceSettings.assignedUser',
      },
    )
  }
  return { owner: { objectId: person.objectId, tenantId: assigned.tenantId, name: person.name }, isAssigned: true }
}

function ownerOf(input: PutInput<Compute>): ComputeOwner {
  const { objectId, tenantId, name } = input.caller.actor
  return { objectId, tenantId, name }
}
