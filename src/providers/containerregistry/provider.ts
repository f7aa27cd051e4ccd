import { checkNameEndpoint } from '../../arm/check-name.ts'
import type { Provider } from '../../arm/registry.ts'
import { type RegistrySettings, registries, registryVersions } from './registries.ts'
import { registryNameClaim, registryNamePattern, registryNameWords } from './registry-name.ts'

export function containerRegistry(settings: RegistrySettings): Provider {
  const checkName = checkNameEndpoint({
    type: 'Microsoft.ContainerRegistry/registries',
    apiVersions: registryVersions,
    action: 'Microsoft.ContainerRegistry/checkNameAvailability/read',
    pattern: registryNamePattern,
    words: registryNameWords,
    claim: registryNameClaim,
    invalidReason: 'Invalid',
  })
  return { namespace: 'Microsoft.ContainerRegistry', types: [registries(settings)], endpoints: [checkName] }
}
