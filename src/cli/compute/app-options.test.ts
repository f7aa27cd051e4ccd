import { expect, test } from 'vitest'
import { readApp } from './app-options.ts'

test.each([
  ['board=team/board:6006', 'team/board', 6006],
  ['board=team/board:1.2:6006', 'team/board:1.2', 6006],
  ['board=registry.example:5000/team/board:1.2:80', 'registry.example:5000/team/board:1.2', 80],
])('%s is an image and a port', (text, reference, port) => {
  expect(readApp(text)).toEqual({
    name: 'board',
    image: { type: 'docker', reference },
    endpoints: [{ protocol: 'http', target: port, published: port }],
  })
})

test.each(['', 'board', 'board=team/board', '=team/board:80', 'board=:80'])('%j names no application', (text) => {
  expect(() => readApp(text)).toThrow('names no application')
})
