import { userInfo } from 'node:os'

/** Who signs in to nodes unless somebody else is named. Root signs in to none. */
export function ownName(): string {
  const { username } = userInfo()
  return /^[a-z][a-z0-9_-]{0,31}$/.test(username) && username !== 'root' ? username : 'azureuser'
}
