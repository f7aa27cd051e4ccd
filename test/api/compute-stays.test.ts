// What an instance does when nobody asks anything of it.

import { expect, test } from 'vitest'
import { makeWorkspace } from '../support/arm-paths.ts'
import { act, later, makeCompute, state, timeline } from '../support/arm-steps.ts'
import { startTestServer } from '../support/harness.ts'

const days = 24 * 60 * 60_000

test('CI-90: it runs until it is stopped, and is stopped until it is started', async () => {
  await using server = await startTestServer()
  const { computeId } = await makeWorkspace(server)
  const id = computeId('left-alone')
  await makeCompute(server, id)
  await later(server, 30 * days, 60)
  expect(await state(server, id)).toBe('Running, Succeeded')
  await act(server, id, 'stop')
  await later(server, 30 * days, 60)
  expect(await state(server, id)).toBe('Stopped, Succeeded')
  expect((await timeline(server, id)).map(({ operationName, trigger }) => `${operationName} ${trigger}`)).toEqual([
    'Stop User',
    'Create User',
  ])
})
