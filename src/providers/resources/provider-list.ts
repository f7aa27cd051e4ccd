// What is offered, as clients look it up before they use a type they do not know.

import type { Endpoint } from '../../arm/endpoint.ts'
import { subscriptionType } from '../../arm/resource-id.ts'
import { ArmError } from '../../base/errors.ts'
import { providerDocument } from './provider-document.ts'

const apiVersions = ['2015-01-01', '2016-06-01', '2021-04-01', '2025-04-01']
const type = `${subscriptionType}/providers`

export const listProviders: Endpoint = {
  method: 'GET',
  kind: 'collection',
  home: 'subscription',
  type,
  apiVersions,
  action: `${subscriptionType}/providers/read`,
  async handle({ offered, address, apiVersion, query }) {
    const shown = { apiVersion, subscriptionId: address.parentId, expand: query.get('$expand') }
    const namespaces = [...new Set(offered.map((each) => each.namespace))]
    return {
      status: 200,
      body: { value: namespaces.map((namespace) => providerDocument(namespace, offered, shown)) },
    }
  },
}

export const getProvider: Endpoint = {
  method: 'GET',
  kind: 'resource',
  home: 'subscription',
  type,
  apiVersions,
  action: `${subscriptionType}/providers/read`,
  async handle({ offered, address, apiVersion, query }) {
    const asked = address.kind === 'resource' ? address.name : ''
    const namespace = offered.find((each) => each.namespace.toLowerCase() === asked.toLowerCase())?.namespace
    if (namespace === undefined) {
      throw new ArmError(404, 'InvalidResourceNamespace', `The resource namespace '${asked}' is not offered here.`)
    }
    const shown = { apiVersion, subscriptionId: address.parentId, expand: query.get('$expand') }
    return { status: 200, body: providerDocument(namespace, offered, shown) }
  },
}
