import { type AccessSource, accessOf } from '../../access/authorize.ts'
import type { Endpoint } from '../../arm/endpoint.ts'

/** What the caller may do at a scope: one's own rights, which need no right to be read. */
export function permissions(groupsOf: AccessSource['groupsOf']): Endpoint {
  return {
    method: 'GET',
    kind: 'collection',
    home: 'scope',
    type: 'Microsoft.Authorization/permissions',
    apiVersions: ['2015-07-01', '2018-01-01-preview', '2022-04-01'],
    action: undefined,
    async handle({ address, store, caller }) {
      const access = await accessOf({ store, groupsOf }, caller.actor)
      return { status: 200, body: { value: access.permissionsAt(address.parentId) } }
    },
  }
}
