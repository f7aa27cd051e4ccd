import { expect, test } from 'vitest'
import { z } from 'zod'
import { readBody } from './read-body.ts'

const schema = z.strictObject({
  image: z.string('is required').min(1, 'is required').max(5),
  names: z.array(z.string(), 'is required').max(1).optional(),
  command: z.string('is required').max(2, 'has more than two letters').optional(),
})

test.each([
  [{}, 'properties.image: is required.'],
  [{ image: null }, 'properties.image: is required.'],
  [{ image: 7 }, 'properties.image: must be text.'],
  [{ image: 'a', names: 'a' }, 'properties.names: must be a list.'],
  [{ image: '' }, 'properties.image: is required.'],
  [{ image: 'longer' }, 'properties.image: is longer than 5 characters.'],
  [{ image: 'a', names: ['a', 'b'] }, 'properties.names: has more than 1 elements.'],
  [{ image: 'a', command: 'abc' }, 'properties.command: has more than two letters.'],
])('%j is told for what it is: %s', (body, message) => {
  expect(() => readBody(schema, body, 'properties')).toThrow(message)
})
