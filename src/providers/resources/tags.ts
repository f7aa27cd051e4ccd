// The tags of a group or resource as a resource of their own, `…/providers/Microsoft.Resources/tags/default`: for whoever
// may label things and change nothing else of them.

import { z } from 'zod'
import type { Endpoint, EndpointRequest } from '../../arm/endpoint.ts'
import { missing } from '../../arm/not-found.ts'
import type { Target } from '../../arm/operations.ts'
import { readBody } from '../../arm/read-body.ts'
import { keyOf, parseAddress, pathSegments, subscriptionIdOf } from '../../arm/resource-id.ts'
import type { ArmDesired } from '../../arm/resource-type.ts'
import { type Tags, tagsSchema } from '../../arm/wire.ts'
import { ArmError } from '../../base/errors.ts'
import { changeTags } from './change-tags.ts'

const type = 'Microsoft.Resources/tags'
const common = {
  kind: 'resource',
  home: 'scope',
  type,
  apiVersions: ['2019-10-01', '2020-06-01', '2021-04-01', '2025-04-01'],
} as const

const tagged = z.strictObject({ tags: tagsSchema.nullish() })
const putSchema = z
  .strictObject({ properties: tagged, id: z.unknown(), name: z.unknown(), type: z.unknown() })
  .partial()
const patchSchema = z.strictObject({
  operation: z
    .string()
    .transform((word) => word.toLowerCase())
    .pipe(z.enum(['merge', 'replace', 'delete'])),
  properties: tagged,
})

export const tagsEndpoints: readonly Endpoint[] = [
  { ...common, method: 'GET', action: `${type}/read`, handle: read },
  {
    ...common,
    method: 'PUT',
    action: `${type}/write`,
    handle: (request) => {
      const { properties } = readBody(putSchema, request.body ?? {})
      return change(request, () => properties?.tags ?? {})
    },
  },
  {
    ...common,
    method: 'PATCH',
    action: `${type}/write`,
    handle: (request) => {
      const { operation, properties } = readBody(patchSchema, request.body ?? {})
      return change(request, (tags) => readBody(tagsSchema, changeTags(tags, operation, properties.tags ?? {}), 'tags'))
    },
  },
  {
    ...common,
    method: 'DELETE',
    action: `${type}/delete`,
    handle: async (request) => ({ status: (await change(request, () => ({}))).status }),
  },
]

async function read(request: EndpointRequest) {
  const { id } = targetOf(request)
  const record = await request.store.get(keyOf(id))
  if (!record) throw missing(id)
  return { status: 200, body: document(record.id, (record.desired as ArmDesired).tags ?? {}) }
}

async function change(request: EndpointRequest, next: (tags: Tags) => Tags) {
  const target = targetOf(request)
  let tags: Tags = {}
  const answer = await request.operations.retag(target, (previous) => {
    tags = next(previous)
    return tags
  })
  return { status: answer.status, body: document(target.id, tags) }
}

/** What the tags are of. */
function targetOf({ address, types, apiVersion, caller }: EndpointRequest): Target {
  if (address.kind !== 'resource' || address.name.toLowerCase() !== 'default')
    throw new ArmError(400, 'InvalidTagsName', "The tags of a resource are called 'default'.")
  if (keyOf(address.parentId) === keyOf(subscriptionIdOf(address.parentId) ?? ''))
    throw new ArmError(400, 'TagsNotSupported', 'A subscription has no tags here. Tag its groups and resources.')
  const scope = parseAddress(pathSegments(address.parentId))
  const found = types.find((each) => each.type.toLowerCase() === scope.type.toLowerCase())
  if (scope.kind !== 'resource' || !found?.isTracked)
    throw new ArmError(400, 'TagsNotSupported', `'${scope.type}' has no tags.`)
  return { type: found, id: scope.id, parentId: scope.parentId, name: scope.name, apiVersion, caller }
}

function document(scope: string, tags: Tags) {
  return { id: `${scope}/providers/${type}/default`, name: 'default', type, properties: { tags } }
}
