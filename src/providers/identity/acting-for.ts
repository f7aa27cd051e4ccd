import type { EndpointRequest } from '../../arm/endpoint.ts'
import type { Person } from '../../arm/resource-type.ts'
import { refuseTakeover } from '../../identity/directory/refuse-takeover.ts'
import type { DirectorySettings } from './directory-endpoint.ts'

/** The caller of a request, before he acts on somebody else. */
export function actingFor(settings: DirectorySettings, { caller }: EndpointRequest) {
  return {
    refuseTakeover: (target: Pick<Person, 'objectId' | 'name'>) => refuseTakeover(settings, caller.actor, target),
  }
}
