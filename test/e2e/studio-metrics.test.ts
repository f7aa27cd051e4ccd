// What an instance uses and costs, in the web application and by the API, on the running product: charts by keyboard and as a
// table, and an account of hours that a killed server neither loses nor doubles.

import { readFile, writeFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pathsIn } from '../../src/config.ts'
import { type Product, startProduct, until } from '../support/product.ts'
import { killProcess } from '../support/product-processes.ts'
import { type TestClock, useTestClock } from '../support/test-clock.ts'
import { seriousFaults } from './check-axe.ts'
import { hasBrowser, openBrowser, signIn } from './open-browser.ts'

const hourMs = 3_600_000
const apiVersion = 'api-version=2024-10-01'

describe.skipIf(!hasBrowser())('what an instance uses and costs', () => {
  let product: Product
  let browser: Browser
  let page: Page
  let clock: TestClock
  const faults: string[] = []

  beforeAll(async () => {
    product = await startProduct()
    await addRates({ currency: 'EUR', perHour: { Standard_D2s_v3: 1, STANDARD_DS1_V2: 0.005 } })
    clock = await useTestClock(product)
    await clock.advance(intoOneMonth())
    await product.createInstance('desk')
    await product.createInstance('rest')
    await product.client.call('POST', `${product.computeId('rest')}/stop?${apiVersion}`)
    await product.untilState('rest', 'Stopped')
    browser = await openBrowser()
    page = await browser.newPage({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' })
    page.on('pageerror', (error) => faults.push(error.message))
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()))
    await page.goto(`http://carrel.localhost:${product.port + 1}/studio/`)
    await signIn(page, { userName: product.facts.admin.userName, password: product.password })
  })
  afterAll(async () => {
    await browser?.close()
    await product?.[Symbol.asyncDispose]()
  })

  test('charts say what it uses: to the eye, by the arrow keys and as a table', async () => {
    await page.getByRole('link', { name: 'desk' }).click()
    const panel = page.getByRole('region', { name: 'Monitoring' })
    const memory = panel.getByRole('slider', { name: 'Memory' })
    await memory.waitFor()
    for (const name of ['Processor', 'Disk used', 'Network']) await panel.getByRole('slider', { name }).waitFor()
    expect(await panel.getByRole('slider', { name: 'GPU' }).count()).toBe(0)
    await memory.focus()
    await page.keyboard.press('End')
    await expect.poll(() => memory.getAttribute('aria-valuetext')).toMatch(/^\d\d:\d\d: Average [\d.]+ MB$/)
    await panel.getByText('As a table').nth(1).click()
    await panel.getByRole('table', { name: 'Memory' }).getByRole('cell', { name: /MB$/ }).first().waitFor()
    expect(await seriousFaults(page)).toEqual([])
  })

  test('the time that is shown is part of the address', async () => {
    const panel = page.getByRole('region', { name: 'Monitoring' })
    await panel.getByRole('radio', { name: '6 hours' }).check()
    await page.waitForURL((url) => url.searchParams.get('hours') === '6')
    await panel.getByText('Highest').first().waitFor()
    await page.goBack()
    await page.getByRole('link', { name: 'rest' }).click()
    await page.getByRole('region', { name: 'Monitoring' }).waitFor()
    await page
      .getByText(/^Nothing was measured in this time/)
      .or(page.getByRole('slider').first())
      .first()
      .waitFor()
  })

  test('CI-91: hours count while it runs, and no more when it is stopped', async () => {
    await clock.advance(hourMs)
    await untilHours('desk', 1)
    expect((await hours()).get('rest') ?? 0).toBeLessThan(0.5)
    await page.getByRole('link', { name: 'Compute instances' }).click()
    await page.reload()
    await page.getByRole('button', { name: 'Cost this month' }).waitFor()
    await page.getByRole('row', { name: /desk.*€1\.\d\d/ }).waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await page.getByRole('link', { name: 'desk' }).click()
    await page
      .getByRole('region', { name: 'Facts' })
      .getByText(/^€1\.\d\d for 1(\.\d)? hours$/)
      .waitFor()
  })

  test('a server that is killed has lost no hour when it is back, and counts none twice', async () => {
    // A page that is open meanwhile would ask in vain, and say so.
    await page.goto('about:blank')
    await killProcess(product.data, 'server')
    // Its clock is the real one again: an hour before what it had told.
    clock = await useTestClock(product)
    expect((await hours()).get('desk')).toBeGreaterThanOrEqual(1)
    await clock.advance(3 * hourMs)
    await untilHours('desk', 3)
    expect((await hours()).get('desk')).toBeLessThan(3.5)
    await page.goto(`http://carrel.localhost:${product.port + 1}/studio/`)
  })

  test('the form says what an hour costs, and a month with its schedules', async () => {
    await page.getByRole('link', { name: 'Compute instances' }).click()
    await page.getByRole('button', { name: 'New' }).click()
    await page.getByRole('columnheader', { name: 'Per hour' }).waitFor()
    await page.getByRole('row', { name: /STANDARD_DS1_V2.*€0\.005/ }).waitFor()
    await page.getByRole('radio', { name: /STANDARD_D2S_V3/ }).check()
    const review = page.getByRole('region', { name: 'Review' })
    await review.getByText('€1.00 an hour, about €730.00 a month if it always runs').waitFor()
    await page.getByRole('button', { name: 'Schedules' }).click()
    await page.getByRole('button', { name: 'Add a start' }).click()
    await page.getByRole('button', { name: 'Add a stop' }).click()
    await review.getByText('€1.00 an hour, about €195.54 a month with its schedules').waitFor()
    expect(await seriousFaults(page)).toEqual([])
    expect(faults).toEqual([])
  })

  async function addRates(rates: object): Promise<void> {
    const { config } = pathsIn(product.data)
    const written: object = JSON.parse(await readFile(config, 'utf8'))
    await writeFile(config, JSON.stringify({ ...written, rates }))
  }

  /** Of each instance this month, by name. */
  async function hours(): Promise<Map<string, number>> {
    const workspace = product.computeId('').replace(/\/computes\/$/, '')
    const dataset = {
      aggregation: { hours: { name: 'UsageQuantity', function: 'Sum' } },
      grouping: [{ type: 'Dimension', name: 'ResourceId' }],
    }
    const { properties } = await product.client.call<{ properties: { rows: [number, string][] } }>(
      'POST',
      `${workspace}/providers/Microsoft.CostManagement/query?api-version=2023-11-01`,
      { type: 'Usage', timeframe: 'Custom', timePeriod: aroundNow(), dataset },
    )
    return new Map(properties.rows.map(([used, id]) => [id.split('/').at(-1) ?? '', used]))
  }

  function untilHours(name: string, least: number): Promise<void> {
    return until(async () => {
      const used = (await hours()).get(name) ?? 0
      return used >= least ? undefined : `${name} ran ${used} hours`
    })
  }
})

/** Past the end of a month that has not the hours left that a test takes. */
function intoOneMonth(): number {
  const now = new Date()
  const left = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1) - now.getTime()
  return left < 6 * hourMs ? left : 0
}

/** A day to either side: the product's clock is ahead at times, and a month may end. */
function aroundNow(): { from: string; to: string } {
  const at = (days: number) => new Date(Date.now() + days * 24 * hourMs).toISOString()
  return { from: at(-1), to: at(1) }
}
