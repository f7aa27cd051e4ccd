import { expect, test } from 'vitest'
import { bytesOf, textContent } from './text-content.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

test.each(['a\nb\n', 'a\r\nb\r\n', '\uFEFFa\r\nb', '', 'no line break', '한국어\n'])(
  'what is not changed is saved as it was: %j',
  (text) => {
    const content = textContent(bytes(text))
    expect(content?.isMixed).toBe(false)
    expect(content && bytesOf(content.text, content)).toEqual(bytes(text))
  },
)

test.each(['a\r\nb\nc', 'a\rb'])('a file that mixes line breaks is only shown: %j', (text) => {
  expect(textContent(bytes(text))?.isMixed).toBe(true)
})

test('what is no text is none', () => {
  expect(textContent(new Uint8Array([0x89, 0x50, 0xff]))).toBeUndefined()
  expect(textContent(bytes('a\0b'))).toBeUndefined()
})
