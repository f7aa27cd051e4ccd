// The two languages of the directory. Version 1.0 is Microsoft Graph's; 1.6 is that of its predecessor, which command
// lines up to 2021 speak. What is said is the same, the names around it are not.

import type { GraphKind, GraphObject } from './graph-documents.ts'

export interface GraphDialect {
  object(object: GraphObject): Record<string, unknown>
  /** `next`: token of the page after this one. */
  list(objects: readonly GraphObject[], context: { readonly path: string; readonly next: string | undefined }): unknown
  /** Plain values, such as ids. */
  values(values: readonly unknown[]): unknown
  error(code: string, message: string, requestId: string): unknown
}

export function graphV1(baseUrl: string): GraphDialect {
  const root = `${baseUrl}/v1.0`
  const object = ({ kind, document }: GraphObject) => ({ '@odata.type': `#microsoft.graph.${kind}`, ...document })
  return {
    object,
    list: (objects, { path, next }) => ({
      '@odata.context': `${root}/$metadata#${path}`,
      ...(next === undefined ? {} : { '@odata.nextLink': `${root}/${path}?${next}` }),
      value: objects.map(object),
    }),
    values: (values) => ({ '@odata.context': `${root}/$metadata#Collection(Edm.String)`, value: values }),
    error: (code, message, requestId) => ({
      error: { code, message, innerError: { date: new Date().toISOString(), 'request-id': requestId } },
    }),
  }
}

const oldNames: Readonly<Record<GraphKind, string>> = {
  user: 'User',
  servicePrincipal: 'ServicePrincipal',
  group: 'Group',
  application: 'Application',
}

export function graphV16(baseUrl: string, tenantId: string): GraphDialect {
  const object = ({ kind, document: { id, ...rest } }: GraphObject) => ({
    'odata.type': `Microsoft.DirectoryServices.${oldNames[kind]}`,
    objectType: oldNames[kind],
    objectId: id,
    deletionTimestamp: null,
    ...rest,
  })
  return {
    object,
    list: (objects, { path, next }) => ({
      'odata.metadata': `${baseUrl}/${tenantId}/$metadata#directoryObjects`,
      // Relative: these clients put the tenant in front themselves.
      ...(next === undefined ? {} : { 'odata.nextLink': `${path}?${next}` }),
      value: objects.map(object),
    }),
    values: (values) => ({
      'odata.metadata': `${baseUrl}/${tenantId}/$metadata#Collection(Edm.String)`,
      value: values,
    }),
    error: (code, message) => ({ 'odata.error': { code, message: { lang: 'en', value: message } } }),
  }
}
