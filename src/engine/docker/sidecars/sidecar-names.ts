import { createHash } from 'node:crypto'
import { canonicalJson } from '../../../base/json.ts'
import type { Sidecar } from '../../engine.ts'
import { dockerName } from '../names.ts'

export function sidecarName(installationId: string, machineKey: string, name: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/.test(name)) throw new Error(`${JSON.stringify(name)} cannot name a sidecar`)
  return `${dockerName(installationId, machineKey)}-app-${name.toLowerCase()}`
}

/** Of what its container cannot be changed in: with another it is another container. */
export function sidecarDigest({ limits: _limits, ...fixed }: Sidecar): string {
  return createHash('sha256').update(canonicalJson(fixed)).digest('hex').slice(0, 32)
}
