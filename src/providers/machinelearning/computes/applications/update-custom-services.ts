// POST …/customServices: the whole list anew, as a PUT of the instance would.

import { readBody } from '../../../../arm/read-body.ts'
import type { ChangeAction } from '../../../../arm/resource-type.ts'
import type { FleetSettings } from '../../../../fleet/fleet.ts'
import type { Compute, ComputeStatus } from '../model.ts'
import { acceptCustomServices } from './accept-custom-services.ts'
import { customServicesSchema } from './custom-service-wire.ts'

export function updateCustomServices({
  allowedImages,
}: Pick<FleetSettings, 'allowedImages'>): ChangeAction<Compute, ComputeStatus> {
  return {
    kind: 'change',
    verb: 'Update',
    deadlineMs: 10 * 60_000,
    isAtOnce: true,
    apply({ desired }, body) {
      const asked = readBody(customServicesSchema, body() ?? [])
      return { ...desired, customServices: acceptCustomServices(asked, 'customServices', allowedImages) }
    },
  }
}
