import { expect, test } from 'vitest'
import { printTags, readTags } from './tags.ts'

test('tags are lines of name=value, and back', () => {
  const tags = { team: 'mapping', note: 'a=b' }
  expect(readTags(printTags(tags))).toEqual(tags)
  expect(readTags(' team = mapping \n\n')).toEqual({ team: 'mapping' })
  expect(readTags('')).toEqual({})
})

test.each(['team', '=x', 'a=b\nc'])('%j is no tag', (text) => {
  expect(readTags(text)).toBeUndefined()
})
