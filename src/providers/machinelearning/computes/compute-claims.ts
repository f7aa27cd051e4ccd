import { subnetUse } from '../../../arm/subnet-use.ts'
import type { Claim } from '../../../store/store.ts'
import { appRoutes } from './applications/app-routes.ts'
import type { Compute } from './model.ts'

/** CI-17, CI-21: one of each name in the installation, without regard to case; and one of each origin and port. */
export function computeClaims(desired: Compute, name: string): Claim[] {
  return [
    { kind: 'compute-name', value: name.toLowerCase() },
    ...appRoutes(name, desired.customServices).map(({ label }) => ({ kind: 'app-label', value: label })),
    ...(desired.subnet ? [subnetUse(desired.subnet.id, name)] : []),
    ...(desired.ssh ? [{ kind: 'ssh-port', value: String(desired.ssh.port) }] : []),
  ]
}
