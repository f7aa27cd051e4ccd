// People who sign in to public Azure with the current Azure command line, below `carrel exec`, in a real browser that
// knows nothing of it.

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasBrowser, openBrowser, signIn } from '../e2e/open-browser.ts'
import { carrel, type Product, startProduct } from '../support/product.ts'
import { browserForAz } from './az/browser-for-az.ts'
import { findPython } from './az/find-python.ts'
import { installAz } from './az/install-az.ts'
import { type Az, openAz } from './az/open-az.ts'
import { cacheFolder } from './python/cache-folder.ts'

const python = findPython()
const caller = {
  AZURE_CORE_ONLY_SHOW_ERRORS: 'no',
  AZURE_CORE_LOGIN_EXPERIENCE_V2: 'off',
  CARREL_CACHE: cacheFolder,
}

describe.skipIf(python === undefined || !hasBrowser())('az login, below carrel exec', () => {
  let product: Product
  let installed: string
  let browser: Browser

  beforeAll(async () => {
    installed = await installAz(python ?? '')
    product = await startProduct()
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await product?.[Symbol.asyncDispose]()
  })

  const admin = () => ({ userName: product.facts.admin.userName, password: product.password })
  const open = (environment: Readonly<Record<string, string>> = {}): Promise<Az> =>
    openAz([carrel, 'exec', '--data', product.data, '--', installed], product.facts, { ...caller, ...environment })

  async function inBrowser(work: (page: Page) => Promise<void>): Promise<void> {
    const context = await browser.newContext()
    try {
      await work(await context.newPage())
    } finally {
      await context.close()
    }
  }

  async function expectSignedIn(az: Az, login: { readonly ended: Promise<unknown> }): Promise<void> {
    const user = { name: admin().userName, type: 'user' }
    expect(await login.ended).toMatchObject([{ cloudName: 'AzureCloud', id: product.facts.subscriptionId, user }])
    expect(await az.call('group', 'list')).toMatchObject([{ name: product.facts.resourceGroup }])
  }

  test('by device code, whose page is the installation’s own', async () => {
    await using az = await open()
    const login = az.start('login', '--use-device-code')
    const [, address = '', code = ''] = await login.said(/open the page (\S+) and enter the code (\S+)/)
    expect(new URL(address).origin).toBe(`http://carrel.localhost:${product.port + 1}`)
    await inBrowser(async (page) => {
      await page.goto(address)
      await page.getByLabel('Code').fill(code)
      await page.getByRole('button', { name: 'Next' }).click()
      await page.getByRole('button', { name: 'Continue to sign in' }).click()
      await signIn(page, admin())
      await page.getByRole('heading', { name: 'All done' }).waitFor()
    })
    await expectSignedIn(az, login)
  })

  test('in the browser, which is sent to the installation and back to az', async () => {
    await using opened = await browserForAz()
    await using az = await open(opened.environment)
    const login = az.start('login')
    const address = await opened.address()
    await inBrowser(async (page) => {
      await page.goto(address)
      await signIn(page, admin())
      await page.waitForURL(/^http:\/\/localhost:\d+\//)
    })
    await expectSignedIn(az, login)
  })
})
