import { expect, test } from 'vitest'
import { additionsTo } from './additions.ts'

test('CI-61: what a policy adds is told place by place, and what was sent is not', () => {
  const sent = { location: 'local', tags: { a: 'b' }, properties: { list: [{ x: 1 }], kept: true } }
  const stop = { action: 'Stop' }
  const after = {
    ...{ id: '/x', name: 'x', type: 't', apiVersion: 'v', location: 'local' },
    tags: { a: 'b', env: 'dev' },
    properties: { list: [{ x: 1 }, { x: 2 }], kept: true, schedules: { computeStartStop: [stop] } },
  }
  expect(additionsTo(sent, after)).toEqual([
    { path: 'tags.env', value: '"dev"' },
    { path: 'properties.list[1]', value: '{"x":2}' },
    { path: 'properties.schedules', value: '{"computeStartStop":[{"action":"Stop"}]}' },
  ])
  expect(additionsTo(sent, { ...sent, properties: { ...sent.properties, kept: false } })).toEqual([
    { path: 'properties.kept', value: 'false' },
  ])
  expect(additionsTo(sent, sent)).toEqual([])
})
