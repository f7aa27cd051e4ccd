import type { Endpoint } from '../../arm/endpoint.ts'

/** The kinds of events there are: what somebody did, and nothing else. */
export const eventCategories: Endpoint = {
  method: 'GET',
  kind: 'collection',
  home: 'tenant',
  type: 'Microsoft.Insights/eventcategories',
  apiVersions: ['2014-04-01', '2015-04-01'],
  action: undefined,
  handle: async () => ({
    status: 200,
    body: { value: [{ value: 'Administrative', localizedValue: 'Administrative' }] },
  }),
}
