import type { Column } from '../output/listing.ts'
import type { Profile } from '../session/profile.ts'

/** A profile without its secrets. */
export interface ShownProfile extends Pick<Profile, 'name' | 'endpoint' | 'account' | 'tenantId' | 'place'> {
  readonly isCurrent: boolean
}

export const profileColumns: Column<ShownProfile>[] = [
  { title: 'PROFILE', cell: ({ name }) => name },
  { title: 'CURRENT', cell: ({ isCurrent }) => (isCurrent ? 'yes' : '') },
  { title: 'ACCOUNT', cell: ({ account }) => account.name },
  { title: 'ENDPOINT', cell: ({ endpoint }) => endpoint },
  { title: 'SUBSCRIPTION', cell: ({ place }) => place.subscription },
  { title: 'GROUP', cell: ({ place }) => place.resourceGroup },
  { title: 'WORKSPACE', cell: ({ place }) => place.workspace },
]
