// The web application in Chromium on the running product, by what a person sees: no address is typed but the first.

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Product, startProduct } from '../support/product.ts'
import { seriousFaults } from './check-axe.ts'
import { hasBrowser, openBrowser, signIn } from './open-browser.ts'
import { pressInVain } from './press-in-vain.ts'

describe.skipIf(!hasBrowser())('compute instances in the web application', () => {
  let product: Product
  let browser: Browser
  let page: Page
  const faults: string[] = []

  beforeAll(async () => {
    product = await startProduct()
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

  test('CI-24: an empty workspace teaches, and the form says what is wrong before the click', async () => {
    await page.getByRole('heading', { name: 'No compute instance yet' }).waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await page.getByRole('button', { name: 'Create one' }).click()
    await page.getByRole('heading', { name: 'New compute instance' }).waitFor()
    await page.getByRole('textbox', { name: 'Name' }).fill('a-')
    await page.locator('form').getByText('A name has 3 to 24 characters.').waitFor()
    const create = page.getByRole('button', { name: 'Create', exact: true })
    // It can be reached all the same, and says why.
    await pressInVain(create, 'A name has 3 to 24 characters.')
    expect(await page.getByRole('heading', { name: 'New compute instance' }).isVisible()).toBe(true)
    await page.getByRole('textbox', { name: 'Name' }).fill('ana-desk')
    await page.getByRole('radio', { name: /STANDARD_D2_V2/ }).check()
    expect(await seriousFaults(page)).toEqual([])
    await create.click()
    await page.getByRole('heading', { name: 'ana-desk' }).waitFor()
  })

  test('CI-105: its page is live: it runs without a reload, and JupyterLab opens from it', async () => {
    await page.getByText('Running', { exact: true }).first().waitFor()
    expect(await seriousFaults(page)).toEqual([])
    const [lab] = await Promise.all([
      page.context().waitForEvent('page'),
      page.getByRole('link', { name: 'Jupyter Lab' }).click(),
    ])
    await lab.getByText('Launcher').first().waitFor()
    await lab.close()
    // Where nobody said what a size costs, nothing is said of costs.
    expect(await page.getByText('Cost this month').count()).toBe(0)
  })

  test('CI-104: the list stops, starts and deletes what is selected, and finds what is mine', async () => {
    await page.getByRole('link', { name: 'Compute instances' }).click()
    await page.getByRole('checkbox', { name: 'Mine only' }).check()
    await page.getByLabel('Find', { exact: true }).fill('desk')
    await page.waitForURL(/mine=true/)
    await page.getByRole('checkbox', { name: 'Select ana-desk' }).check()
    await page.getByRole('button', { name: 'Stop', exact: true }).click()
    await page.getByText('Stopped', { exact: true }).first().waitFor()
    await page.reload()
    await page.getByText('Stopped', { exact: true }).first().waitFor()
    await page.getByRole('checkbox', { name: 'Select ana-desk' }).check()
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('heading', { name: 'No compute instance yet' }).waitFor()
  })

  test('nothing was refused by the page’s policy, and nothing failed in it', () => {
    expect(faults.filter((fault) => !/status of 404/.test(fault))).toEqual([])
  })
})
