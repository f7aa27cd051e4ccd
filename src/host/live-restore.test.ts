import { expect, test } from 'vitest'
import { withLiveRestore } from './live-restore.ts'

test('the one setting is added and every other kept', () => {
  const text = withLiveRestore('{ "data-root": "/srv/docker", "live-restore": false }')
  expect(JSON.parse(text)).toEqual({ 'data-root': '/srv/docker', 'live-restore': true })
})

test('an empty file becomes a configuration', () => {
  expect(JSON.parse(withLiveRestore(' \n'))).toEqual({ 'live-restore': true })
})

test.each(['[]', 'null', '{ // comment\n}'])('what is no JSON object is not written over: %s', (text) => {
  expect(() => withLiveRestore(text)).toThrow()
})
