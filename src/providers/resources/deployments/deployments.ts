// Deployments of templates, to a group or a subscription. Read this first.

import { resourceType } from '../../../arm/resource-type.ts'
import { ArmError } from '../../../base/errors.ts'
import { exportTemplate } from './export-template.ts'
import {
  type Deployment,
  type DeploymentRecord,
  type DeploymentStatus,
  deploymentType,
  isActive,
  stateOf,
} from './model.ts'
import { prepareDeployment } from './prepare-deployment.ts'
import { type AskedDeployment, readDeployment } from './read-deployment.ts'
import { renderDeployment } from './render-deployment.ts'
import { reconcileDeployment } from './run/reconcile-deployment.ts'
import type { DeploymentServices } from './services.ts'

const hours = 60 * 60_000

export const deploymentVersions = [
  '2015-11-01',
  '2016-02-01',
  '2016-09-01',
  '2017-05-10',
  '2018-02-01',
  '2018-05-01',
  '2019-03-01',
  '2019-05-01',
  '2019-05-10',
  '2019-08-01',
  '2019-10-01',
  '2020-06-01',
  '2020-10-01',
  '2021-01-01',
  '2021-04-01',
  '2022-09-01',
  '2023-07-01',
  '2024-03-01',
  '2024-11-01',
  '2025-04-01',
] as const

/** `asked` between parse and complete, while links are not fetched yet and nothing is sealed. */
type Unprepared = Deployment & { readonly asked?: AskedDeployment }

export function deployments(services: DeploymentServices) {
  return resourceType<Unprepared, DeploymentStatus>({
    type: deploymentType,
    apiVersions: deploymentVersions,
    home: 'subscriptionOrGroup',
    isTracked: false,
    omits: ['systemData', 'provisioningState'],
    verbs: ['get', 'list', 'put', 'delete'],
    deadlinesMs: { create: 24 * hours, update: 24 * hours, delete: hours },

    parse({ id, name, body, caller, previous }) {
      if (previous && isActive(previous as DeploymentRecord)) throw stillActive(name)
      const asked = readDeployment({ id, name, body, caller, now: services.clock.now() })
      refuseOtherLocation(asked, previous?.desired)
      return { ...unprepared(asked), asked }
    },

    async complete(desired) {
      return desired.asked === undefined ? desired : (await prepareDeployment(services, desired.asked)).desired
    },

    render: renderDeployment,
    reconcile: reconcileDeployment(services),

    actions: {
      cancel: {
        kind: 'change',
        verb: 'Cancel',
        deadlineMs: 24 * hours,
        endsWith: 204,
        refuse: (record) => (isActive(record) ? undefined : notRunning(record.name, stateOf(record))),
        apply: ({ desired }) => ({ ...desired, canceledAt: services.clock.now() }),
      },
      exportTemplate: exportTemplate(services),
    },

    refuseDelete: (record) =>
      isActive(record)
        ? new ArmError(
            409,
            'DeploymentActive',
            `The deployment '${record.name}' is running and cannot be deleted. Cancel it first, or wait for its end.`,
          )
        : undefined,

    /** `provisioningState eq 'Failed'`. */
    readListFilter(filter) {
      const [, state] = /^provisioningState\s+eq\s+'(\w+)'$/i.exec(filter) ?? []
      if (state === undefined) return undefined
      return { matches: (record) => stateOf(record as DeploymentRecord).toLowerCase() === state.toLowerCase() }
    },
  })
}

/** As far as it can be told without its template: what may be looked at before it is completed. */
function unprepared({ location, tags, runId, startedAt, mode, caller }: AskedDeployment): Deployment {
  return {
    ...(location === undefined ? {} : { location }),
    ...{ tags, runId, startedAt, mode },
    actor: caller.actor,
    correlationId: caller.correlationId,
    depth: (caller.step?.depth ?? 0) + 1,
    isSecret: false,
    template: '{}',
    parameters: {},
    shownParameters: {},
    facts: { templateHash: '', providers: [], dependencies: [] },
  }
}

function stillActive(name: string): ArmError {
  return new ArmError(
    409,
    'DeploymentActive',
    `Unable to edit or replace the deployment '${name}': the previous one of this name is still running. Wait for its end, cancel it, or take another name.`,
  )
}

function notRunning(name: string, state: string): ArmError {
  return new ArmError(
    409,
    'DeploymentCannotBeCanceled',
    `The deployment '${name}' has ended as ${state}; there is nothing to cancel.`,
  )
}

function refuseOtherLocation({ location, name }: AskedDeployment, previous: Deployment | undefined): void {
  if (previous?.location === undefined || previous.location === location) return
  throw new ArmError(
    409,
    'InvalidDeploymentLocation',
    `The deployment '${name}' was made in '${previous.location}' and cannot be made again in '${location}'. Take the same location, or another name.`,
    { target: 'location' },
  )
}
