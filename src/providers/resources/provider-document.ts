import type { OfferedType } from '../../arm/endpoint.ts'
import { locations } from '../../arm/locations.ts'
import { aliasesOf } from '../../policy/aliases.ts'

export interface Shown {
  readonly subscriptionId: string
  readonly apiVersion: string
  /** `$expand`: `resourceTypes/aliases` adds by which names policies reach into each type. */
  readonly expand: string | null
}

/** The first api-version that tells whether an alias can be changed. */
const attributesSince = '2020-01-01'

/** One namespace as it is shown; everything offered is registered from the start. */
export function providerDocument(namespace: string, offered: readonly OfferedType[], shown: Shown) {
  const withAliases = /\bresourceTypes\/aliases\b/i.test(shown.expand ?? '')
  const types = offered.filter((each) => each.namespace === namespace)
  return {
    id: `${shown.subscriptionId}/providers/${namespace}`,
    namespace,
    registrationState: 'Registered',
    registrationPolicy: 'RegistrationFree',
    resourceTypes: types.map((each) => ({
      resourceType: each.type,
      locations: locations.map((location) => location.displayName),
      apiVersions: each.apiVersions,
      capabilities: 'None',
      ...(withAliases
        ? { aliases: aliasesShown(`${namespace}/${each.type}`, each.apiVersions, shown.apiVersion) }
        : {}),
    })),
  }
}

function aliasesShown(type: string, apiVersions: readonly string[], apiVersion: string) {
  return aliasesOf(type).map(({ name, path, isModifiable }) => {
    const written = path.join('.').replaceAll('.[*]', '[*]')
    return {
      name,
      paths: [{ path: written, apiVersions }],
      ...(apiVersion < attributesSince
        ? {}
        : { defaultPath: written, defaultMetadata: { attributes: isModifiable ? 'Modifiable' : 'None' } }),
    }
  })
}
