import { ArmError } from '../../../base/errors.ts'

/**
 * CI-18…CI-22: 3 to 24 letters, digits and '-', a letter first, no '-' at the end. A name that reads as an encoded
 * foreign one (`xn--`) is refused, since it becomes a host name. Answers why a name is wrong; undefined: it is right.
 */
export function computeNameFault(name: string): string | undefined {
  if (name.length < 3 || name.length > 24) return `must have 3 to 24 characters, not ${name.length}`
  if (!/^[A-Za-z0-9-]+$/.test(name)) return `may have letters, digits and '-' only`
  if (!/^[A-Za-z]/.test(name)) return 'must start with a letter'
  if (name.endsWith('-')) return `must not end with '-'`
  if (/^xn--/i.test(name)) return `must not start with 'xn--'`
  return undefined
}

export function requireComputeName(name: string): void {
  const fault = computeNameFault(name)
  if (fault !== undefined)
    throw new ArmError(400, 'InvalidComputeName', `The compute name '${name}' ${fault}.`, { target: 'name' })
}
