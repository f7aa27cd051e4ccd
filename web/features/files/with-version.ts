import { apiVersions } from '../../api/api-versions.ts'

/** The address of a request whose body is bytes, which goes as it is. */
export function withVersion(address: string): string {
  return `${address}${address.includes('?') ? '&' : '?'}api-version=${apiVersions.carrel}`
}
