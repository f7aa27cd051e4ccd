// CI-12…14, CI-23: sizes, what they hold of the quota, and what is refused.

import { describe, expect, test } from 'vitest'
import { apiVersion, computeBody, makeWorkspace } from '../support/arm-paths.ts'
import { act, later, makeCompute, remove } from '../support/arm-steps.ts'
import { startTestServer, type TestServer } from '../support/harness.ts'

const gib = 1024 ** 3
const family = 'standardDv2Family'

function put(server: TestServer, id: string, vmSize: string) {
  return server.call('PUT', `${id}?${apiVersion}`, computeBody({ vmSize }))
}

async function usage(server: TestServer, name: string, kind: 'usages' | 'quotas' = 'usages') {
  const path = `${server.subscription}/providers/Microsoft.MachineLearningServices/locations/eastus/${kind}?${apiVersion}`
  const { body } = await server.call('GET', path)
  const found = body.value.find((each: { name: { value: string } }) => each.name.value === name)
  return [found.currentValue, found.limit]
}

describe('the size of an instance', () => {
  test('CI-14: is fixed', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    await makeCompute(server, computeId('one'))
    const other = await put(server, computeId('one'), 'STANDARD_D3_V2')
    expect([other.status, other.body.error.code, other.body.error.target]).toEqual([
      400,
      'PropertyChangeNotAllowed',
      'properties.properties.vmSize',
    ])
    const same = await put(server, computeId('one'), 'Standard_d2_v2')
    expect([same.status, same.body.properties.properties.vmSize]).toEqual([200, 'STANDARD_D2_V2'])
  })

  test.each([
    ['STANDARD_NOTHING', 'VmSizeNotSupported'],
    ['', 'InvalidRequestContent'],
    [undefined, 'InvalidRequestContent'],
    [7, 'InvalidRequestContent'],
    ['STANDARD_NC6', 'NoGpuAvailable'],
  ])('%j is refused as %s', async (vmSize, code) => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    const answer = await server.call('PUT', `${computeId('one')}?${apiVersion}`, computeBody({ vmSize }))
    expect([answer.status, answer.body.error.code]).toEqual([400, code])
  })

  test('with a GPU is offered where the engine has one', async () => {
    await using server = await startTestServer({ capabilities: { gpu: true, cpus: 64, memoryBytes: 256 * gib } })
    const { computeId } = await makeWorkspace(server)
    expect((await put(server, computeId('one'), 'Standard_NC6')).status).toBe(201)
  })

  test.each([
    ['2020-02-02', 'amlCompute'],
    ['2020-03-01', 'amlCompute'],
    ['2021-03-01-preview', 'value'],
    ['2024-10-01', 'value'],
  ])('CI-23: at %s the sizes of a region are listed under %s, without those that cannot run', async (version, key) => {
    await using server = await startTestServer()
    const path = `${server.subscription}/providers/Microsoft.MachineLearningServices/locations/East%20US/vmSizes`
    const { body } = await server.call('GET', `${path}?api-version=${version}`)
    expect(Object.keys(body)).toEqual([key])
    const sizes = body[key] as { name: string; gpus: number }[]
    expect(sizes).toContainEqual(
      expect.objectContaining({
        name: 'STANDARD_D3_V2',
        vCPUs: 4,
        gpus: 0,
        memoryGB: 14,
        maxResourceVolumeMB: 204_800,
      }),
    )
    expect(sizes.filter(({ gpus }) => gpus > 0)).toEqual([])
    const nowhere = await server.call('GET', `${path.replace('East%20US', 'atlantis')}?api-version=${version}`)
    expect(nowhere.status).toBe(400)
  })

  test('larger than the host is capped, and says so in the list, on the instance and to the engine', async () => {
    await using server = await startTestServer({ capabilities: { gpu: false, cpus: 4, memoryBytes: 10 * gib } })
    const { computeId } = await makeWorkspace(server)
    await makeCompute(server, computeId('big'), { vmSize: 'STANDARD_D5_V2' })
    await makeCompute(server, computeId('small'), { vmSize: 'STANDARD_A2_V2' })
    const path = `${server.subscription}/providers/Microsoft.MachineLearningServices/locations/local/vmSizes?${apiVersion}`
    const sizes = (await server.call('GET', path)).body.value as { name: string; cappedTo?: string }[]
    expect(sizes.find(({ name }) => name === 'STANDARD_D5_V2')?.cappedTo).toContain('4 cores and 9.0 GiB')
    expect(sizes.find(({ name }) => name === 'STANDARD_A2_V2')?.cappedTo).toBeUndefined()
    const big = await server.call('GET', `${computeId('big')}?${apiVersion}`)
    expect(big.body.properties.properties.capacity).toMatchObject({ vCPUs: 4, memoryGB: 9, isCapped: true })
    const small = await server.call('GET', `${computeId('small')}?${apiVersion}`)
    expect(small.body.properties.properties.capacity).toBeUndefined()
    const machines = await Array.fromAsync(server.engine.listMachines())
    const limits = machines.map(({ key }) => server.engine.specOf(key)?.limits)
    expect(limits).toContainEqual(expect.objectContaining({ cpus: 4, memoryBytes: 9 * gib }))
    expect(limits).toContainEqual(expect.objectContaining({ cpus: 2, memoryBytes: 4 * gib }))
    // Of the quota it holds what its name says: a policy number, not the host's.
    expect(await usage(server, family)).toEqual([16, 100])
  })
})

describe('quota', () => {
  test('CI-12: is not told what holds it where the caller may not read that', async () => {
    await using server = await startTestServer()
    const { computeId, groupId } = await makeWorkspace(server)
    const others = await makeWorkspace(server, 'team', 'ws2')
    await makeCompute(server, others.computeId('hidden-one'))
    await makeCompute(server, computeId('seen-one'))
    const id = `${server.subscription}/providers/Microsoft.MachineLearningServices/quotas/${family}`
    const path = `${server.subscription}/providers/Microsoft.MachineLearningServices/locations/eastus/updateQuotas`
    await server.call('POST', `${path}?${apiVersion}`, { value: [{ id, limit: 5, unit: 'Count' }] })
    const { token } = await server.principal('Contributor', groupId)
    const asked = (vmSize: string) =>
      server.call('PUT', `${computeId('more')}?${apiVersion}`, computeBody({ vmSize }), { token })
    const [small, large] = [await asked('STANDARD_D2_V2'), await asked('STANDARD_D3_V2')]
    for (const { status, body } of [small, large]) {
      expect([status, body.error.code]).toEqual([409, 'QuotaExceeded'])
      expect(JSON.stringify(body)).not.toContain('hidden-one')
      expect(body.error.details).toEqual([{ code: 'QuotaHolder', target: computeId('seen-one'), message: '2 cores' }])
    }
    expect(small.body.error.message).toContain('Deleting seen-one would free enough')
    expect(large.body.error.message).toContain('held by what you may not read')
    const byOwner = await put(server, computeId('more'), 'STANDARD_D2_V2')
    expect(JSON.stringify(byOwner.body)).toContain('hidden-one')
  })

  test('CI-12: counts the cores of a family; the refusal says what is used, by whom and what would free enough', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    await server.store.setQuotaLimit('memory', family, 16)
    await makeCompute(server, computeId('large'), { vmSize: 'STANDARD_D4_V2' })
    await makeCompute(server, computeId('small'), { vmSize: 'STANDARD_D2_V2' })
    const refused = await put(server, computeId('more'), 'STANDARD_D4_V2')
    expect([refused.status, refused.body.error.code]).toEqual([409, 'QuotaExceeded'])
    expect(refused.body.error.message).toMatch(
      /quota of 16 cores for standardDv2Family: 10 in use, 8 asked\. Deleting large would free enough/,
    )
    expect(
      refused.body.error.details.map((each: { target: string; message: string }) => [each.target, each.message]),
    ).toEqual([
      [computeId('large'), '8 cores'],
      [computeId('small'), '2 cores'],
    ])
    expect((await server.call('GET', `${computeId('more')}?${apiVersion}`)).status).toBe(404)
    expect((await put(server, computeId('fits'), 'STANDARD_D3_V2')).status).toBe(201)
    const tooLarge = await put(server, computeId('huge'), 'STANDARD_D14_V2')
    expect(tooLarge.body.error.message).toMatch(/Deleting large, fits, small would free enough/)
    await server.store.setQuotaLimit('memory', family, 15)
    const hopeless = await put(server, computeId('huge'), 'STANDARD_D14_V2')
    expect(hopeless.body.error.message).toMatch(/The request alone is larger than the limit/)
  })

  test('CI-12: counts the cores of all families together too', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    await server.store.setQuotaLimit('memory', 'total', 10)
    await makeCompute(server, computeId('one'), { vmSize: 'STANDARD_D4_V2' })
    const refused = await put(server, computeId('two'), 'STANDARD_F4S_V2')
    expect([refused.status, refused.body.error.code]).toEqual([409, 'QuotaExceeded'])
    expect(refused.body.error.message).toMatch(/10 cores of all families together: 8 in use, 4 asked\. Deleting one/)
    expect((await put(server, computeId('two'), 'STANDARD_F2S_V2')).status).toBe(201)
  })

  test('CI-13: a stopped instance keeps its cores, a deleted one gives them back', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    await server.store.setQuotaLimit('memory', family, 4)
    await makeCompute(server, computeId('one'), { vmSize: 'STANDARD_D3_V2' })
    await act(server, computeId('one'), 'stop')
    await server.settle()
    expect((await put(server, computeId('two'), 'STANDARD_D1_V2')).status).toBe(409)
    expect(await usage(server, family)).toEqual([4, 4])
    await act(server, computeId('one'), 'start')
    await server.settle()
    await remove(server, computeId('one'))
    expect((await put(server, computeId('two'), 'STANDARD_D1_V2')).status).toBe(409)
    await later(server)
    expect((await put(server, computeId('two'), 'STANDARD_D1_V2')).status).toBe(201)
    expect(await usage(server, family)).toEqual([1, 4])
  })

  test('is the same for every region name, since all are one engine', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    await server.store.setQuotaLimit('memory', family, 4)
    await makeCompute(server, computeId('one'), { vmSize: 'STANDARD_D3_V2' })
    const body = { ...computeBody({ vmSize: 'STANDARD_D1_V2' }), location: 'westeurope' }
    expect((await server.call('PUT', `${computeId('two')}?${apiVersion}`, body)).status).toBe(409)
  })

  test('the last cores go to as many as they are enough for, however many ask at once', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    await server.store.setQuotaLimit('memory', family, 10)
    const asked = Array.from({ length: 20 }, (_, index) => put(server, computeId(`one-${index}`), 'STANDARD_D3_V2'))
    const statuses = (await Promise.all(asked)).map(({ status }) => status)
    expect(statuses.filter((status) => status === 201)).toHaveLength(2)
    expect(statuses.filter((status) => status === 409)).toHaveLength(18)
  })

  test('usages and quotas name every family and the total', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    await makeCompute(server, computeId('one'), { vmSize: 'STANDARD_D3_V2' })
    await makeCompute(server, computeId('two'), { vmSize: 'STANDARD_F2S_V2' })
    await server.store.setQuotaLimit('memory', family, 24)
    expect(await usage(server, family)).toEqual([4, 24])
    expect(await usage(server, 'standardFSv2Family')).toEqual([2, 100])
    expect(await usage(server, 'standardNCFamily')).toEqual([0, 100])
    expect(await usage(server, 'total')).toEqual([6, 100])
    expect(await usage(server, family, 'quotas')).toEqual([undefined, 24])
    expect(await usage(server, 'total', 'quotas')).toEqual([undefined, 100])
  })
})

describe('a limit', () => {
  const locations = (server: TestServer) =>
    `${server.subscription}/providers/Microsoft.MachineLearningServices/locations/eastus`
  const update = (server: TestServer, value: unknown) =>
    server.call('POST', `${locations(server)}/updateQuotas?${apiVersion}`, { value })
  const item = (server: TestServer, name: string, limit: unknown) => ({
    id: `${locations(server)}/quotas/${name}`,
    type: 'Microsoft.MachineLearningServices/quotas',
    limit,
    unit: 'Count',
  })

  test('is set for families and the total, and counts from the next instance', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    const answer = await update(server, [item(server, family.toUpperCase(), 2), item(server, 'total', 50)])
    expect([answer.status, answer.body.value.map((each: { status: string }) => each.status)]).toEqual([
      200,
      ['Success', 'Success'],
    ])
    expect(await usage(server, family, 'quotas')).toEqual([undefined, 2])
    expect(await usage(server, 'total')).toEqual([0, 50])
    expect((await put(server, computeId('one'), 'STANDARD_D3_V2')).status).toBe(409)
    await update(server, [item(server, family, -1)])
    expect(await usage(server, family, 'quotas')).toEqual([undefined, 100])
    expect((await put(server, computeId('one'), 'STANDARD_D3_V2')).status).toBe(201)
  })

  test('of no family, or of another place, is answered by its status, and the others are set', async () => {
    await using server = await startTestServer()
    const elsewhere = { ...item(server, 'total', 1), id: '/subscriptions/other/providers/x/locations/y/quotas/total' }
    const ofWorkspace = {
      ...item(server, 'total', 1),
      id: `${server.subscription}/resourceGroups/g/providers/x/workspaces/w/quotas/total`,
    }
    const { body } = await update(server, [
      item(server, 'noFamily', 1),
      elsewhere,
      ofWorkspace,
      item(server, family, 7),
    ])
    expect(body.value.map((each: { status: string }) => each.status)).toEqual([
      'InvalidVMFamilyName',
      'InvalidVMFamilyName',
      'InvalidVMFamilyName',
      'Success',
    ])
    expect([await usage(server, 'total', 'quotas'), await usage(server, family, 'quotas')]).toEqual([
      [undefined, 100],
      [undefined, 7],
    ])
  })

  test.each([[[]], ['all'], [undefined], [-2], [1.5], ['7'], [2_000_000]])(
    '%j is refused, and nothing is set',
    async (limit) => {
      await using server = await startTestServer()
      const value =
        typeof limit === 'number' || limit === '7' ? [item(server, family, 5), item(server, family, limit)] : limit
      const answer = await update(server, value)
      expect([answer.status, answer.body.error.code]).toEqual([400, 'InvalidRequestContent'])
      expect(await usage(server, family, 'quotas')).toEqual([undefined, 100])
    },
  )

  test('is not set where there is no such location', async () => {
    await using server = await startTestServer()
    const path = locations(server).replace('eastus', 'atlantis')
    const answer = await server.call('POST', `${path}/updateQuotas?${apiVersion}`, {
      value: [item(server, 'total', 1)],
    })
    expect(answer.status).toBe(400)
  })
})
