// What a policy takes away: from a request always, from what is there where its type knows how.

import { expect, test } from 'vitest'
import { apiVersion, computeBody, makeWorkspace } from '../support/arm-paths.ts'
import { makeCompute, show } from '../support/arm-steps.ts'
import { startTestServer } from '../support/harness.ts'
import { assign, define, ruleOf } from '../support/policies.ts'

const computes = 'Microsoft.MachineLearningServices/workspaces/computes'
const schedule = { triggerType: 'Cron', action: 'Start', status: 'Enabled', cron: { expression: '0 8 * * *' } }
const schedules = { computeStartStop: [schedule] }
const operations = [{ operation: 'remove', field: `${computes}/schedules` }]
const noSchedules = ruleOf({ field: `${computes}/schedules`, exists: true }, 'modify', { operations })

test('is taken from a new instance', async () => {
  await using server = await startTestServer()
  const { computeId } = await makeWorkspace(server)
  await assign(server, await define(server, 'none', noSchedules))
  const id = computeId('ana')
  expect((await server.call('PUT', `${id}?${apiVersion}`, computeBody({ schedules }))).status).toBe(201)
  expect((await show(server, id)).body.properties.properties.schedules.computeStartStop).toEqual([])
})

test.each([
  ['PUT', computeBody()],
  ['PATCH', { tags: { a: 'b' } }],
])('is not silently left to an instance that has it: %s says so', async (method, body) => {
  await using server = await startTestServer()
  const { computeId } = await makeWorkspace(server)
  const id = computeId('ana')
  await makeCompute(server, id, { schedules })
  await assign(server, await define(server, 'none', noSchedules))
  const answer = await server.call(method, `${id}?${apiVersion}`, body)
  expect([answer.status, answer.body.error.code]).toEqual([400, 'PolicyChangeNotPossible'])
  expect(answer.body.error.message).toContain('/policyAssignments/assigned')
  // Whoever takes it away himself goes on.
  const without = await server.call('PUT', `${id}?${apiVersion}`, computeBody({ schedules: { computeStartStop: [] } }))
  expect(without.status).toBe(200)
})
