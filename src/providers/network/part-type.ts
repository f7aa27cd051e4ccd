// A part of a network resource as a resource of its own: templates and clients write it by itself, beside or instead of
// the list that it stands in.

import { etagOf } from '../../arm/precondition.ts'
import type { ArmDesired, ResourceType } from '../../arm/resource-type.ts'
import type { Members, Stored } from '../../arm/stored-type.ts'
import { ArmError } from '../../base/errors.ts'
import type { InlinePart } from './inline-parts.ts'
import { networkNameRule, networkVersions, typedPartsSince } from './network-settings.ts'

export interface PartDesired extends ArmDesired {
  readonly properties: Members
}

/** What a kind of part says of itself; the rest is common. */
export interface PartDeclaration extends Pick<ResourceType<PartDesired>, 'type' | 'refuseChange'> {
  /** Throws 400. */
  read(properties: unknown, path: string): Members
  partsOf(whole: Stored): readonly InlinePart[]
  /** Undefined: it goes. Throws 400 where it does not go with the others. */
  write(whole: Stored, name: string, desired: PartDesired | undefined): Stored
}

export function partType({ read, partsOf, write, ...said }: PartDeclaration): ResourceType<PartDesired> {
  return {
    ...said,
    apiVersions: networkVersions,
    home: 'resource',
    isTracked: false,
    omits: ['systemData'],
    verbs: ['get', 'list', 'put', 'delete'],
    deadlinesMs: { create: 30_000, update: 30_000, delete: 30_000 },

    parse({ name, body }) {
      if (networkNameRule.pattern.test(name)) return { properties: read(body.properties, 'properties') }
      throw new ArmError(400, networkNameRule.code, `The name '${name}' is not valid: ${networkNameRule.words}.`)
    },
    part: {
      list: (whole) => partsOf(whole as Stored).map(({ name, properties }) => ({ name, desired: { properties } })),
      write: (whole, name, desired) => write(whole as Stored, name, desired),
    },
    render: ({ record, apiVersion }) => ({
      ...(apiVersion >= typedPartsSince ? {} : { type: undefined }),
      etag: etagOf(record),
      properties: record.desired.properties,
    }),
  }
}
