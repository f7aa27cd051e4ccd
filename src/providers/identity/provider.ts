import type { Provider } from '../../arm/registry.ts'
import { type ServicePrincipalSettings, servicePrincipals } from './service-principals.ts'

/** What ARM itself leaves to the directory, in ARM's style. */
export function identity(settings: ServicePrincipalSettings): Provider {
  return { namespace: 'Carrel.Identity', types: [], endpoints: [servicePrincipals(settings)] }
}
