// From a type and a name with as many segments to an id, and from an id to the key it is compared by.

import { TemplateFault } from './template-fault.ts'

export interface ResourceAddress {
  readonly id: string
  /** Of the id: for `A/b/providers/locks` it is the lock's. */
  readonly type: string
}

/**
 * `scope` is the id of what the resource stands in or extends: '' for the tenant.
 * @throws TemplateFault when type and name have different numbers of segments.
 */
export function addressOf(type: string, name: string, scope: string): ResourceAddress {
  const [namespace = '', ...segments] = type.split('/')
  const names = name.split('/')
  if (segments.length === 0 || [namespace, ...segments].includes('')) {
    throw new TemplateFault(`'${type}' is not a resource type such as 'Microsoft.Network/virtualNetworks'.`)
  }
  if (names.length !== segments.length) {
    const wanted = `${segments.length} segment${segments.length === 1 ? '' : 's'}`
    throw new TemplateFault(`The name '${name}' needs ${wanted} for the type '${type}', and has ${names.length}.`)
  }
  if (names.includes(''))
    throw new TemplateFault(`The name '${name}' of a resource of type '${type}' has an empty segment.`)
  if (type.toLowerCase() === 'microsoft.resources/resourcegroups')
    return { id: `${scope}/resourceGroups/${name}`, type }
  const pairs = segments.flatMap((segment, index) => [segment, names[index] ?? ''])
  const id = `${scope}/providers/${[namespace, ...pairs].join('/')}`
  return { id, type: typeOf(id) }
}

/** Ids are compared without regard to case; a group is the same in both of its spellings. */
export function idKey(id: string): string {
  const key = id.toLowerCase().replace(/\/+$/, '')
  return key.replace(
    /^(\/subscriptions\/[^/]+)\/providers\/microsoft\.resources\/resourcegroups\//,
    '$1/resourcegroups/',
  )
}

/** Of what stands after the last `/providers/`. */
export function typeOf(id: string): string {
  const segments = id.split('/')
  const at = segments.findLastIndex((segment, index) => segment.toLowerCase() === 'providers' && index % 2 === 1)
  const namespace = segments[at + 1] ?? ''
  return [namespace, ...segments.slice(at + 2).filter((_, index) => index % 2 === 0)].join('/')
}

/** The id above a nested resource's: what it extends, or its parent. */
export function parentIds(key: string): string[] {
  const segments = key.split('/')
  const parents: string[] = []
  for (let length = segments.length - 2; length > 2; length -= 2) parents.push(segments.slice(0, length).join('/'))
  return parents
}
