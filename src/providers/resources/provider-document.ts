import type { OfferedType } from '../../arm/endpoint.ts'
import { locations } from '../../arm/locations.ts'

/** One namespace as it is shown; everything offered is registered from the start. */
export function providerDocument(namespace: string, offered: readonly OfferedType[], subscriptionId: string) {
  const types = offered.filter((each) => each.namespace === namespace)
  return {
    id: `${subscriptionId}/providers/${namespace}`,
    namespace,
    registrationState: 'Registered',
    registrationPolicy: 'RegistrationFree',
    resourceTypes: types.map((each) => ({
      resourceType: each.type,
      locations: locations.map((location) => location.displayName),
      apiVersions: each.apiVersions,
      capabilities: 'None',
    })),
  }
}
