import { ArmError } from '../../base/errors.ts'

/** Of workspaces, clusters and file servers alike, as published. */
export function requireName(name: string, what: string): void {
  if (/^[-\w]{1,64}$/.test(name)) return
  throw new ArmError(
    400,
    'InvalidResourceName',
    `The ${what} name '${name}' is not valid: 1 to 64 letters, digits, '-' or '_'.`,
    { target: 'name' },
  )
}
