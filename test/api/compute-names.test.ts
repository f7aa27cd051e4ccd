import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { apiVersion, computeBody, makeWorkspace } from '../support/arm-paths.ts'
import { later, makeCompute, remove } from '../support/arm-steps.ts'
import { startTestServer, type TestServer } from '../support/harness.ts'

function check(server: TestServer, workspaceId: string, body: unknown) {
  return server.call('POST', `${workspaceId}/checkComputeNameAvailability?${apiVersion}`, body)
}

describe('the name of a compute', () => {
  test('CI-18…22: what the form accepts is accepted, all else is refused, by check and by PUT alike', async () => {
    await using server = await startTestServer()
    const { workspaceId, computeId } = await makeWorkspace(server)
    const isName = (name: string) => /^[A-Za-z][A-Za-z0-9-]{1,22}[A-Za-z0-9]$/.test(name) && !/^xn--/i.test(name)
    const plausible = fc.stringMatching(/^[a-zA-Z0-9_.-]{1,26}$/).filter((name) => !/^\.+$/.test(name))
    const seen = new Set<string>()
    await fc.assert(
      fc.asyncProperty(plausible, async (name) => {
        const isNew = !seen.has(name.toLowerCase())
        const checked = await check(server, workspaceId, { name })
        expect(checked.body.nameAvailable).toBe(isName(name) && isNew)
        const put = await server.call(
          'PUT',
          `${computeId(name)}?${apiVersion}`,
          computeBody({ vmSize: 'STANDARD_A1_V2' }),
        )
        expect(put.status).toBe(isName(name) ? (isNew ? 201 : 200) : 400)
        if (isName(name)) seen.add(name.toLowerCase())
        else expect(put.body.error.code).toBe('InvalidComputeName')
      }),
      {
        numRuns: 60,
        examples: [['ab'], ['abc'], ['a'.repeat(24)], ['a'.repeat(25)], ['1ab'], ['ab-'], ['a-b'], ['xn--ab']],
      },
    )
  })

  test('CI-17, CI-21: is one of its kind in the region, whatever its case, workspace or location', async () => {
    await using server = await startTestServer()
    const { workspaceId, computeId } = await makeWorkspace(server)
    const other = await makeWorkspace(server, 'lab2', 'ws2')
    await makeCompute(server, computeId('Instance'))
    for (const location of ['eastus', 'westeurope', 'local']) {
      const body = { ...computeBody(), location }
      const answer = await server.call('PUT', `${other.computeId('INSTANCE')}?${apiVersion}`, body)
      expect([answer.status, answer.body.error.code]).toEqual([409, 'ComputeNameAlreadyExists'])
      expect(answer.body.error.message).toContain("The name 'instance' is already used")
    }
    for (const body of [{ Name: 'instance', Type: 'Microsoft.BatchAI/DataScienceInstance' }, { name: 'iNSTANCE' }]) {
      const answer = await check(server, other.workspaceId, body)
      expect([answer.status, answer.body.nameAvailable, answer.body.reason]).toEqual([200, false, 'AlreadyExists'])
    }
    expect((await check(server, workspaceId, { Name: 'instance-2' })).body).toEqual({ nameAvailable: true })
    const invalid = await check(server, workspaceId, { Name: 'x' })
    expect(invalid.body).toMatchObject({ nameAvailable: false, reason: 'Invalid', message: expect.any(String) })
  })

  test('CI-99: is free again once the compute is gone, not before', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    const other = await makeWorkspace(server, 'lab2', 'ws2')
    await makeCompute(server, computeId('one'))
    await remove(server, computeId('one'))
    const early = await server.call('PUT', `${other.computeId('one')}?${apiVersion}`, computeBody())
    expect(early.status).toBe(409)
    await later(server)
    await makeCompute(server, other.computeId('one'))
  })

  test('is won by exactly one of those who ask for it at once', async () => {
    await using server = await startTestServer()
    const places = []
    for (const workspace of ['ws1', 'ws2', 'ws3', 'ws4', 'ws5'])
      places.push(await makeWorkspace(server, 'lab', workspace))
    const answers = await Promise.all(
      places.map(({ computeId }) => server.call('PUT', `${computeId('one')}?${apiVersion}`, computeBody())),
    )
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409, 409])
  })

  test('is checked in a workspace that exists, with a body that has a name', async () => {
    await using server = await startTestServer()
    const { groupId, workspaceId } = await makeWorkspace(server)
    const absent = `${groupId}/providers/Microsoft.MachineLearningServices/workspaces/absent`
    expect((await check(server, absent, { name: 'one' })).status).toBe(404)
    for (const body of [undefined, {}, { name: 7 }, [], 'x', null])
      expect((await check(server, workspaceId, body)).status).toBe(400)
  })
})
