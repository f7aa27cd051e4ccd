// What the current Azure command line reaches of instances with `az rest`, unmodified, against the running product: what
// no other client has, in the words of the versions that have it.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hourIn } from '../support/hour-in.ts'
import { type Product, startProduct } from '../support/product.ts'
import { findPython } from './az/find-python.ts'
import { installAz } from './az/install-az.ts'
import { type Az, openAz } from './az/open-az.ts'

const python = findPython()
const ml = 'Microsoft.MachineLearningServices'
const size = 'STANDARD_D2_V2'
const published = '2021-03-01-preview'

describe.skipIf(python === undefined)('az rest', () => {
  let product: Product
  let az: Az
  let id: string

  beforeAll(async () => {
    const installed = await installAz(python ?? '')
    product = await startProduct()
    const { endpoint, caFile } = product.facts
    az = await openAz(installed, product.facts, {
      ARM_CLOUD_METADATA_URL: `${endpoint}/metadata/endpoints?api-version=2019-05-01`,
      SSL_CERT_FILE: caFile,
    })
    await az.signIn()
    id = product.computeId('az-nights')
    await product.createInstance('az-nights', { vmSize: size })
  })
  afterAll(async () => {
    await az?.[Symbol.asyncDispose]()
    await product?.[Symbol.asyncDispose]()
  })

  const rest = (
    method: string,
    path: string,
    { version = published, body }: { version?: string; body?: unknown } = {},
  ) =>
    az.call(
      ...['rest', '--method', method, '--url', `${path}?api-version=${version}`],
      ...(body === undefined ? [] : ['--body', JSON.stringify(body)]),
    )
  const schedules = async (version?: string) =>
    (await rest('get', id, version === undefined ? {} : { version })).properties.properties.schedules.computeStartStop
  const update = (computeStartStop: unknown[]) => rest('post', `${id}/updateSchedules`, { body: { computeStartStop } })

  const evenings = {
    triggerType: 'Cron',
    cron: { timeZone: 'UTC', expression: `0 ${hourIn(12)} * * *` },
    action: 'Stop',
    status: 'Enabled',
  }
  const mornings = {
    triggerType: 'Recurrence',
    recurrence: {
      frequency: 'Week',
      interval: 1,
      startTime: '2026-11-21T08:00:00',
      timeZone: 'Pacific Standard Time',
      schedule: { hours: [8], minutes: [0, 30], weekDays: ['Monday', 'Friday'] },
    },
    action: 'Start',
    status: 'Enabled',
  }

  test('az monitor tells what an instance used, under the names of Azure Machine Learning', async () => {
    const names = (await az.call('monitor', 'metrics', 'list-definitions', '--resource', id)).map(
      ({ name }: { name: { value: string } }) => name.value,
    )
    expect(names).toContain('CpuUtilizationPercentage')
    const list = () =>
      az.call(
        ...['monitor', 'metrics', 'list', '--resource', id, '--interval', 'PT1M', '--offset', '1h'],
        ...['--metrics', 'CpuMemoryUtilizationMegabytes', 'CpuMemoryCapacityMegabytes'],
        ...['--aggregation', 'Average', 'Maximum'],
      )
    await expect.poll(async () => (await list()).value[0].timeseries.length, { timeout: 200_000 }).toBe(1)
    const { value, interval } = await list()
    const [used, capacity] = value.map(({ timeseries }: { timeseries: { data: { average?: number }[] }[] }) =>
      Math.max(...(timeseries[0]?.data ?? []).map(({ average }) => average ?? 0)),
    )
    expect(interval).toBe('PT1M')
    expect(used).toBeGreaterThan(1)
    expect(capacity).toBeGreaterThan(used)
  })

  test('CI-54: updateSchedules adds, edits, disables and removes, and leaves the instance running', async () => {
    await update([evenings, mornings])
    const added = await schedules()
    const own = { id: expect.stringMatching(/^[0-9a-f-]{36}$/), provisioningStatus: 'Completed' }
    expect(added).toEqual([
      { ...evenings, ...own },
      { ...mornings, ...own },
    ])
    const later = { ...added[0], cron: { timeZone: 'UTC', expression: `0 ${hourIn(14)} * * *` } }
    await update([later, { ...added[1], status: 'Disabled' }])
    expect(await schedules()).toEqual([later, { ...added[1], status: 'Disabled' }])
    await update([])
    expect(await schedules()).toEqual([])
    await product.untilState('az-nights', 'Running')
  })

  test('CI-51, CI-57, CI-60: what is no schedule is refused with its place, and nothing is changed', async () => {
    await update([evenings])
    const before = await schedules()
    await expect(update([{ ...evenings, cron: { expression: '61 * * * *' } }])).rejects.toThrow(
      /computeStartStop\.0\.cron\.expression/,
    )
    await expect(update([{ ...evenings, action: 'Pause' }])).rejects.toThrow(/computeStartStop\.0\.action/)
    const many = Array.from({ length: 5 }, (_, hour) => ({ ...evenings, cron: { expression: `0 ${hour} * * *` } }))
    await expect(update(many)).rejects.toThrow(/TooManySchedules/)
    expect(await schedules()).toEqual(before)
  })

  test('CI-C10: enableSso turns single sign-on off and on', async () => {
    const sso = async (version: string, body: unknown) => {
      await rest('post', `${id}/enableSso`, { version, body })
      return (await rest('get', id, { version: '2023-08-01-preview' })).properties.properties.enableSSO
    }
    expect(await sso('2024-04-01', { enableSSO: false })).toBe(false)
    expect(await sso('2020-02-02', { EnableSSO: true })).toBe(true)
    await expect(rest('post', `${id}/enableSso`, { version: '2024-04-01', body: {} })).rejects.toThrow(/enableSSO/i)
  })

  test('CI-12, CI-13: usages and quotas of a region', async () => {
    const region = `/subscriptions/${product.facts.subscriptionId}/providers/${ml}/locations/eastus`
    const family = 'standardDv2Family'
    const { value } = await rest('get', `${region}/usages`, { version: '2022-10-01' })
    const used = value.find((each: { name: { value: string } }) => each.name.value === family)
    expect(used).toMatchObject({ currentValue: 2, unit: 'Count', limit: 100 })
    const total = value.find((each: { name: { localizedValue: string } }) => /total/i.test(each.name.localizedValue))
    expect(total).toMatchObject({ currentValue: 2 })
    const quotas = await rest('get', `${region}/quotas`, { version: '2022-10-01' })
    expect(quotas.value).toContainEqual(expect.objectContaining({ name: used.name, limit: 100 }))
  })

  test('CI-23, CI-C3: sizes, in the words of two versions', async () => {
    const region = `/subscriptions/${product.facts.subscriptionId}/providers/${ml}/locations/eastus`
    const { value } = await rest('get', `${region}/vmSizes`, { version: '2022-10-01' })
    const { amlCompute } = await rest('get', `${region}/vmSizes`, { version: '2020-03-01' })
    const named = ({ name }: { name: string }) => name === size
    expect(value.find(named)).toMatchObject({ vCPUs: 2, gpus: 0, memoryGB: 7 })
    expect(amlCompute.find(named)).toMatchObject({ vCPUs: 2, gpus: 0, memoryGB: 7 })
  })

  test('CI-17…22: checkComputeNameAvailability says why a name cannot be had', async () => {
    const workspace = id.replace(/\/computes\/.*/, '')
    const check = (name: string) =>
      rest('post', `${workspace}/checkComputeNameAvailability`, { version: '2022-10-01', body: { name } })
    expect(await check('az-more')).toEqual({ nameAvailable: true })
    expect(await check('AZ-Nights')).toMatchObject({ nameAvailable: false, reason: 'AlreadyExists' })
    for (const wrong of ['ab', 'a'.repeat(25), 'no_line', '1st', 'last-'])
      expect(await check(wrong)).toMatchObject({ nameAvailable: false, reason: 'Invalid' })
  })
})
