import { expect, test } from 'vitest'
import { allowedImagesFrom } from './allowed-images-from.ts'

test('what is given replaces what was, the usual by a word, and what is not said stays', () => {
  expect(allowedImagesFrom({})).toBeUndefined()
  expect(allowedImagesFrom({ allowImages: false })).toEqual(['default'])
  expect(allowedImagesFrom({ allowImages: ['default', 'box:5000/team'] })).toEqual(['default', 'box:5000/team'])
})

test.each(['https://box', 'box/', ''])('%j is refused', (text) => {
  expect(() => allowedImagesFrom({ allowImages: [text] })).toThrow(/names no registry/)
})
