import type { OfferedType } from '../../../../arm/endpoint.ts'
import type { ArmError, ErrorDetail } from '../../../../base/errors.ts'

interface Asked {
  readonly type: string
  readonly apiVersion: string
}

/** An error about a type that is not offered, with what is offered in its place; any other as it is. */
export function explainNotOffered(error: ArmError, asked: Asked, offered: readonly OfferedType[]): ErrorDetail {
  if (error.code !== 'InvalidResourceType') return error.detail
  const [namespace = ''] = asked.type.split('/')
  const siblings = offered.filter((each) => each.namespace.toLowerCase() === namespace.toLowerCase())
  if (siblings.length === 0) {
    const namespaces = [...new Set(offered.map((each) => each.namespace))].toSorted()
    return {
      code: 'NoRegisteredProviderFound',
      message: `No registered resource provider found for the type '${asked.type}' and the api-version '${asked.apiVersion}'. The namespaces offered here are ${namespaces.join(', ')}.`,
    }
  }
  const types = siblings.map(({ type }) => `${namespace}/${type}`).toSorted()
  return {
    code: 'InvalidResourceType',
    message: `The resource type '${asked.type}' is not offered here. Of '${namespace}' there are ${types.join(', ')}.`,
  }
}
