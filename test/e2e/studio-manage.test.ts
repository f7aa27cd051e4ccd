// Quota, activity and people in the web application, as an administrator sees them.

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Product, startProduct } from '../support/product.ts'
import { seriousFaults } from './check-axe.ts'
import { hasBrowser, openBrowser, signIn } from './open-browser.ts'

describe.skipIf(!hasBrowser())('management in the web application', () => {
  let product: Product
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    product = await startProduct()
    await product.createInstance('ana-desk')
    browser = await openBrowser()
    page = await browser.newPage()
    await page.goto(`http://carrel.localhost:${product.port + 1}/studio/`)
    await signIn(page, { userName: product.facts.admin.userName, password: product.password })
    await page.getByRole('link', { name: 'ana-desk' }).waitFor()
  })
  afterAll(async () => {
    await browser?.close()
    await product?.[Symbol.asyncDispose]()
  })

  test('CI-12: the quota says how much is used, and who holds it', async () => {
    await page.getByRole('link', { name: 'Quota' }).click()
    await page.getByText('2 of 100 cores').first().waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await page.getByRole('link', { name: 'ana-desk' }).click()
    await page.getByRole('heading', { name: 'ana-desk' }).waitFor()
  })

  test('the activity says what was done by whom, and is found by a word', async () => {
    await page.getByRole('link', { name: 'Activity' }).click()
    const row = page.getByRole('row', { name: /workspaces\/computes\/write.*computes\/ana-desk/ })
    await row.waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await page.getByLabel('Find', { exact: true }).fill('nobody-did-this')
    await row.waitFor({ state: 'detached' })
  })

  test('a person is added, gets a password once, is disabled, and signs in no more', async () => {
    await page.getByRole('link', { name: 'People and programs' }).click()
    await page.getByLabel('User name').fill('ben')
    await page.getByRole('button', { name: 'Add a person' }).click()
    const told = page.getByText('shown this once:').locator('code')
    const password = (await told.textContent()) ?? ''
    expect(await seriousFaults(page)).toEqual([])
    const other = await (await browser.newContext()).newPage()
    await other.goto(`http://carrel.localhost:${product.port + 1}/studio/people`)
    await signIn(other, { userName: 'ben', password })
    await other.getByText('AuthorizationFailed').waitFor()
    await page.getByRole('listitem').filter({ hasText: 'ben' }).getByRole('button', { name: 'Disable' }).click()
    await page.getByText('Disabled').waitFor()
    await other.reload()
    await other.getByLabel('Password').waitFor()
  })
})
