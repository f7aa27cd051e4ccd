import type { Endpoint } from '../../arm/endpoint.ts'
import { providerDocument } from './provider-document.ts'

/** What clients send before they use a namespace for the first time. It is registered already, and is told so. */
export function registerProvider(namespace: string): Endpoint {
  return {
    method: 'POST',
    kind: 'collection',
    home: 'subscription',
    type: `${namespace}/register`,
    apiVersions: ['2015-01-01', '2016-06-01', '2021-04-01', '2025-04-01'],
    action: `${namespace}/register/action`,
    isQuestion: true,
    isUnlisted: true,
    async handle({ offered, address, apiVersion }) {
      const shown = { apiVersion, subscriptionId: address.parentId, expand: null }
      return { status: 200, body: providerDocument(namespace, offered, shown) }
    },
  }
}
