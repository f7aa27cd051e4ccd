import type { Endpoint } from '../../arm/endpoint.ts'
import { locations } from '../../arm/locations.ts'
import { keyOf, subscriptionType } from '../../arm/resource-id.ts'
import { ArmError } from '../../base/errors.ts'
import type { ResourceRecord } from '../../store/records.ts'

/** Desired of a subscription row. Subscriptions are made by `carrel up`, not through the API. */
export interface Subscription {
  readonly displayName: string
  readonly tenantId: string
}

const apiVersions = ['2014-04-01', '2016-06-01', '2019-06-01', '2022-12-01']

/** Shown to whoever has a role in it: clients must find it before they can do what the role gives. */
export const listSubscriptions: Endpoint = {
  method: 'GET',
  kind: 'collection',
  home: 'tenant',
  type: subscriptionType,
  apiVersions,
  action: undefined,
  async handle({ store, holdsAny }) {
    const rows = (await store.list({ type: subscriptionType })) as ResourceRecord<Subscription>[]
    return { status: 200, body: { value: rows.filter(({ id }) => holdsAny(id)).map(document) } }
  },
}

export const getSubscription: Endpoint = {
  method: 'GET',
  kind: 'resource',
  home: 'tenant',
  type: subscriptionType,
  apiVersions,
  action: undefined,
  async handle({ store, address, holdsAny }) {
    const id = address.kind === 'resource' ? address.id : ''
    const row = (await store.get(keyOf(id))) as ResourceRecord<Subscription> | undefined
    if (!row || !holdsAny(row.id)) {
      throw new ArmError(404, 'SubscriptionNotFound', `The subscription '${id.split('/').at(-1)}' could not be found.`)
    }
    return { status: 200, body: document(row) }
  },
}

export const listLocations: Endpoint = {
  method: 'GET',
  kind: 'collection',
  home: 'subscription',
  type: `${subscriptionType}/locations`,
  apiVersions,
  action: `${subscriptionType}/locations/read`,
  async handle({ address }) {
    const value = locations.map(({ name, displayName }) => ({
      id: `${address.parentId}/locations/${name}`,
      name,
      type: 'Region',
      displayName,
      regionalDisplayName: displayName,
      metadata: { regionType: 'Physical', regionCategory: 'Recommended' },
    }))
    return { status: 200, body: { value } }
  },
}

export const listTenants: Endpoint = {
  method: 'GET',
  kind: 'collection',
  home: 'tenant',
  type: 'Microsoft.Resources/tenants',
  apiVersions,
  action: undefined,
  async handle({ caller }) {
    const { tenantId } = caller.actor
    return {
      status: 200,
      body: {
        value: [
          {
            id: `/tenants/${tenantId}`,
            tenantId,
            displayName: 'Carrel',
            defaultDomain: 'carrel.localhost',
            tenantCategory: 'Home',
            countryCode: null,
          },
        ],
      },
    }
  },
}

function document(row: ResourceRecord<Subscription>) {
  return {
    id: row.id,
    subscriptionId: row.name,
    tenantId: row.desired.tenantId,
    displayName: row.desired.displayName,
    state: 'Enabled',
    authorizationSource: 'RoleBased',
    managedByTenants: [],
    subscriptionPolicies: {
      locationPlacementId: 'Internal_2014-09-01',
      quotaId: 'Internal_2014-09-01',
      spendingLimit: 'Off',
    },
  }
}
