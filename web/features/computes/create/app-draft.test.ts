import { expect, test } from 'vitest'
import { appBody, appsFault } from './app-draft.ts'

const app = { name: 'board', image: 'team/board:1.2', port: '6006' }

test.each([
  [{ name: '' }, /1 to 32 letters/],
  [{ name: 'Jupyter' }, /every instance has/],
  [{ image: '' }, /an image/],
  [{ port: '70000' }, /65535/],
  [{ port: '8888' }, /own/],
])('says before the click what is wrong with an application %j', (part, fault) => {
  expect(appsFault([{ ...app, ...part }])).toMatch(fault)
})

test('two applications share neither name nor port; one alone becomes a custom service', () => {
  expect(appsFault([app, { ...app, name: 'Board', port: '1' }])).toMatch(/name of its own/)
  expect(appsFault([app, { ...app, name: 'other' }])).toMatch(/port of its own/)
  expect(appsFault([app])).toBeUndefined()
  expect(appBody(app)).toEqual({
    name: 'board',
    image: { type: 'docker', reference: 'team/board:1.2' },
    endpoints: [{ protocol: 'http', target: 6006, published: 6006 }],
  })
})
