// The parts of a network resource as they are written inside it: a list of names, each with its properties.

import { z } from 'zod'
import { readBody } from '../../arm/read-body.ts'
import type { Members } from '../../arm/stored-type.ts'
import { networkNameRule } from './network-settings.ts'

export interface InlinePart {
  readonly name: string
  readonly properties: Members
}

export interface InlineParts {
  /** Where the list stands, for what is said of faults. */
  readonly path: string
  readonly most: number
  /** Said of a longer one. */
  readonly words: string
  /** Of one of them. Throws 400. */
  read(properties: unknown, path: string): Members
}

export function readInlineParts(sent: unknown, { path, most, words, read }: InlineParts): InlinePart[] {
  return readBody(z.array(part).max(most, words), sent, path).map(({ name, properties }, index) => ({
    name,
    properties: read(properties, `${path}.${index}.properties`),
  }))
}

const part = z.looseObject({
  name: z.string().regex(networkNameRule.pattern, networkNameRule.words),
  properties: z.looseObject({}).optional(),
})
