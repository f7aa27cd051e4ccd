// What a compute is. Read this first: the files it names hold one idea each.

import { resourceType } from '../../../arm/resource-type.ts'
import { ArmError } from '../../../base/errors.ts'
import type { FleetSettings } from '../../../fleet/fleet.ts'
import { findSize } from '../../../fleet/sizes.ts'
import { admitCompute } from './admit-compute.ts'
import { openLabels } from './applications/app-routes.ts'
import { updateCustomServices } from './applications/update-custom-services.ts'
import { computeClaims } from './compute-claims.ts'
import { enableSso } from './enable-sso.ts'
import { computeDatastores, computeFleet, computeStatus, shareKey } from './fleet-of.ts'
import { type Compute, type ComputeStatus, computeType } from './model.ts'
import { assignedUserIn, parseCompute } from './parse-compute.ts'
import { restart, start, stop } from './power-actions.ts'
import { renderCompute } from './render-compute.ts'
import { computeFiring } from './schedules/fire-compute.ts'
import { nextFirings } from './schedules/next-firings.ts'
import type { ScheduleSettings } from './schedules/schedule-settings.ts'
import { skipNextFiring } from './schedules/skip-next-firing.ts'
import { updateSchedules } from './schedules/update-schedules.ts'
import { pinScripts } from './scripts/pin-scripts.ts'
import { retrySetup } from './scripts/retry-setup.ts'
import type { ScriptServices } from './scripts/script-services.ts'
import { scriptTimeMs } from './scripts/script-time.ts'
import { setupScriptLog } from './scripts/setup-script-log.ts'
import { type NetworkServices, subnetIn } from './subnet.ts'

const minutes = 60_000

export function computes(
  settings: FleetSettings,
  schedules: ScheduleSettings,
  scripts: ScriptServices & NetworkServices,
) {
  return resourceType<Compute, ComputeStatus>({
    type: computeType,
    apiVersions: [
      '2018-11-19',
      '2020-02-02',
      '2020-03-01',
      '2021-01-01',
      '2021-03-01-preview',
      '2021-04-01',
      '2021-07-01',
      '2022-05-01',
      '2022-10-01',
      '2023-04-01',
      '2023-08-01-preview',
      '2023-10-01',
      '2024-04-01',
      '2024-10-01',
    ],
    home: 'resource',
    isTracked: true,
    verbs: ['get', 'list', 'put', 'patch', 'delete'],
    deadlinesMs: { create: 15 * minutes, update: 10 * minutes, delete: 10 * minutes },
    createActions: ['Microsoft.MachineLearningServices/workspaces/checkComputeNameAvailability/action'],
    refersTo: assignedUserIn,
    joins: subnetIn,
    pooledClaim: 'ssh-port',
    parse: (input) => parseCompute(input, { schedules, fleet: settings }),
    admit: (next, { previous }) => admitCompute(next, previous?.desired, settings.host),
    async complete(desired, workspaceKey, isNew) {
      if (isNew && desired.subnet) await scripts.requireSubnet(desired.subnet.id)
      return desired.setup
        ? { ...desired, setup: await pinScripts(desired.setup, () => scripts.openShare(shareKey(workspaceKey))) }
        : desired
    },
    extraTimeMs: scriptTimeMs,
    render: (view) => renderCompute(view, settings),
    actions: {
      ...{ start, stop, restart, enableSso },
      updateSchedules: updateSchedules(schedules),
      skipNextFiring: skipNextFiring(schedules),
      nextFirings: nextFirings(schedules),
      customServices: updateCustomServices(settings),
      retrySetup,
      setupScriptLog: setupScriptLog(scripts),
    },
    fleet: { fleetOf: computeFleet, statusOf: computeStatus, besideOf: computeDatastores },
    firing: computeFiring,

    /** CI-13: held from creation to deletion, stopped or not. */
    holdingOf(desired) {
      const size = findSize(desired.size)
      return size && { engine: settings.engine, family: size.family, cores: size.cores }
    },
    claimsOf: computeClaims,
    appOwnerId: (desired) => desired.owner.objectId,
    appLabelsOf: openLabels,
    // Labels of origins begin with the name, and whose label is taken, his name is.
    claimFault: ({ kind, value }) => ({
      code: 'ComputeNameAlreadyExists',
      message: `The name '${kind === 'app-label' ? value.slice(0, value.lastIndexOf('-')) : value}' is already used by another compute in this region. Choose another.`,
    }),

    checkDeleteQuery(query) {
      const action = query.get('underlyingResourceAction')?.toLowerCase()
      if (action === 'delete') return
      throw new ArmError(
        400,
        'InvalidUnderlyingResourceAction',
        "A compute is deleted with '?underlyingResourceAction=Delete'; it cannot be detached.",
        { target: 'underlyingResourceAction' },
      )
    },
  })
}
