// Every way in which people and programs sign in with the current Azure command line, against the running product.

import { cp, readFile, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:https'
import { join } from 'node:path'
import { decodeJwt } from 'jose'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '../../src/base/clock.ts'
import { pathsIn, readSecrets } from '../../src/config.ts'
import { createSealer } from '../../src/identity/seal.ts'
import { replaceSigningKeys } from '../../src/identity/signing-keys.ts'
import { openDatabase } from '../../src/store/open-database.ts'
import { hasBrowser, openBrowser, signIn } from '../e2e/open-browser.ts'
import { makeCertificate } from '../support/make-certificate.ts'
import { type Product, startProduct, until } from '../support/product.ts'
import { browserForAz } from './az/browser-for-az.ts'
import { findPython } from './az/find-python.ts'
import { installAz } from './az/install-az.ts'
import { type Az, openAz } from './az/open-az.ts'

const python = findPython()
const talkative = { AZURE_CORE_ONLY_SHOW_ERRORS: 'no', AZURE_CORE_LOGIN_EXPERIENCE_V2: 'off' }

describe.skipIf(python === undefined || !hasBrowser())('az', () => {
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

  async function withCloud(environment: Readonly<Record<string, string>> = {}): Promise<Az> {
    const az = await openAz(installed, product.facts, { ...talkative, ...environment })
    await az.call('cloud', 'register', '--name', 'Lab', '--endpoint-resource-manager', product.facts.endpoint)
    await az.call('cloud', 'set', '--name', 'Lab')
    return az
  }

  const admin = () => ({ userName: product.facts.admin.userName, password: product.password })

  /** In a browser that knows nobody. */
  async function inBrowser<Result>(work: (page: Page) => Promise<Result>): Promise<Result> {
    const context = await browser.newContext()
    try {
      return await work(await context.newPage())
    } finally {
      await context.close()
    }
  }

  async function typeCode(address: string, code: string): Promise<void> {
    await inBrowser(async (page) => {
      await page.goto(address)
      await page.getByLabel('Code').fill(code)
      await page.getByRole('button', { name: 'Next' }).click()
      await page.getByText('Azure CLI').first().waitFor()
      await page.getByRole('button', { name: 'Continue to sign in' }).click()
      await signIn(page, admin())
      await page.getByRole('heading', { name: 'All done' }).waitFor()
    })
  }

  async function signedInByCode(...args: readonly string[]): Promise<Az> {
    const az = await withCloud()
    const login = az.start('login', '--use-device-code', ...args)
    const [, address = '', code = ''] = await login.said(/open the page (\S+) and enter the code (\S+)/)
    expect(address).toBe(`http://carrel.localhost:${product.port + 1}/devicelogin`)
    await typeCode(address, code)
    expect(await login.ended).toMatchObject([
      { id: product.facts.subscriptionId, user: { name: admin().userName, type: 'user' } },
    ])
    return az
  }

  const tokenFor = async (az: Az, ...args: readonly string[]) =>
    String((await az.call('account', 'get-access-token', ...args)).accessToken)

  test('signs a person in by device code, with and without a tenant', async () => {
    for (const args of [[], ['--tenant', product.facts.tenantId]]) {
      await using az = await signedInByCode(...args)
      expect(await az.call('group', 'list')).toMatchObject([{ name: product.facts.resourceGroup }])
    }
  })

  test('signs a person in through the browser, with and without a tenant', async () => {
    for (const args of [[], ['--tenant', product.facts.tenantId]]) {
      await using opened = await browserForAz()
      await using az = await withCloud(opened.environment)
      const login = az.start('login', ...args)
      const address = await opened.address()
      await inBrowser(async (page) => {
        await page.goto(address)
        await page.getByText('Azure CLI').waitFor()
        await signIn(page, admin())
        await page.waitForURL(/^http:\/\/localhost:\d+\//)
      })
      expect(await login.ended).toMatchObject([{ user: { name: admin().userName } }])
      expect(await az.call('group', 'list')).toMatchObject([{ name: product.facts.resourceGroup }])
    }
  })

  test('refreshes what has expired, and gets tokens for other APIs without asking anybody', async () => {
    await using az = await signedInByCode()
    const file = join(az.configFolder, 'msal_token_cache.json')
    const cache = JSON.parse(await readFile(file, 'utf8'))
    expect(Object.keys(cache.AccessToken).length).toBeGreaterThan(0)
    await writeFile(file, JSON.stringify({ ...cache, AccessToken: {} }))
    expect(await az.call('group', 'list')).toMatchObject([{ name: product.facts.resourceGroup }])
    const { endpoint } = product.facts
    for (const [args, audience] of [
      [['--resource', 'https://ml.azure.com'], 'https://ml.azure.com/'],
      [['--resource', 'https://management.azure.com/'], 'https://management.azure.com/'],
      [['--resource', 'https://management.core.windows.net/'], 'https://management.core.windows.net/'],
      [['--scope', 'https://graph.microsoft.com//.default'], 'https://graph.microsoft.com/'],
      [['--resource', 'https://graph.windows.net/'], 'https://graph.windows.net/'],
      [['--resource-type', 'arm'], `${endpoint}/`],
    ] as const) {
      expect(decodeJwt(await tokenFor(az, ...args)).aud).toBe(audience)
    }
    // Several commands at once, with the same old refresh token. Each has a copy of what az keeps: it writes its cache in
    // place, and another az that reads the file while it is empty takes nobody for signed in.
    await writeFile(file, JSON.stringify({ ...cache, AccessToken: {} }))
    const tokens = await Promise.all(
      Array.from({ length: 4 }, async () => {
        await using copy = await openAz(installed, product.facts, talkative)
        await cp(az.configFolder, copy.configFolder, { recursive: true })
        return await tokenFor(copy)
      }),
    )
    for (const token of tokens) expect(decodeJwt(token)).toMatchObject({ upn: admin().userName })
  })

  test('signs a service principal in with a certificate, and refuses another one', async () => {
    const { clientId } = product.facts.principal
    const [own, foreign] = [await makeCertificate(), await makeCertificate()]
    await onPrincipal('addCertificate', { certificate: own.certificatePem })
    await using az = await withCloud()
    const file = join(az.configFolder, 'certificate.pem')
    const login = async ({ keyPem, certificatePem }: typeof own) => {
      await writeFile(file, keyPem + certificatePem, { mode: 0o600 })
      const who = ['--service-principal', '--username', clientId, '--tenant', product.facts.tenantId]
      return az.call('login', ...who, '--certificate', file)
    }
    await expect(login(foreign)).rejects.toThrow(/AADSTS700027/)
    await rm(join(az.configFolder, 'msal_http_cache.bin'), { force: true })
    expect(await login(own)).toMatchObject([{ user: { name: clientId, type: 'servicePrincipal' } }])
    expect(await az.call('group', 'list')).toMatchObject([{ name: product.facts.resourceGroup }])
    expect(decodeJwt(await tokenFor(az, '--resource', 'https://ml.azure.com')).aud).toBe('https://ml.azure.com/')
  })

  test('signs in at an AD FS authority with no switch set, as a program and as a person', async () => {
    const { endpoint } = product.facts
    await using az = await openAz(installed, product.facts, { ...talkative, AZURE_CORE_INSTANCE_DISCOVERY: 'true' })
    const authority = ['--endpoint-active-directory', `${endpoint}/adfs`]
    const audience = ['--endpoint-active-directory-resource-id', `${endpoint}/`]
    await az.call('cloud', 'register', '-n', 'Lab', '--endpoint-resource-manager', endpoint, ...authority, ...audience)
    await az.call('cloud', 'set', '--name', 'Lab')
    expect(await az.signIn()).toMatchObject([{ id: product.facts.subscriptionId }])
    const login = az.start('login', '--use-device-code')
    const [, address = '', code = ''] = await login.said(/open the page (\S+) and enter the code (\S+)/)
    await typeCode(address, code)
    expect(await login.ended).toMatchObject([{ user: { name: admin().userName } }])
    expect(await az.call('group', 'list')).toMatchObject([{ name: product.facts.resourceGroup }])
  })

  test('lets a program whose tokens were ended go on, because it proves itself anew', async () => {
    await using az = await withCloud()
    await az.signIn()
    const before = await tokenFor(az)
    await onPrincipal('signOut')
    await untilRefused(before)
    expect(await az.call('group', 'list')).toMatchObject([{ name: product.facts.resourceGroup }])
  })

  test('goes on when the signing key is replaced under a live session', async () => {
    await using az = await signedInByCode()
    const before = await tokenFor(az)
    const { masterKey } = await readSecrets(pathsIn(product.data))
    await using database = await productDatabase()
    await replaceSigningKeys(database.db, createSealer(masterKey), systemClock.now())
    await untilRefused(before)
    expect(await az.call('group', 'list')).toMatchObject([{ name: product.facts.resourceGroup }])
    expect(await statusWith(await tokenFor(az))).toBe(200)
  })

  test('says how to sign in again after signing out everywhere', async () => {
    await using az = await signedInByCode()
    const token = await tokenFor(az)
    await inBrowser(async (page) => {
      await page.goto(`http://carrel.localhost:${product.port + 1}/account`)
      await signIn(page, admin())
      await page.getByRole('button', { name: 'Sign out everywhere' }).click()
      await page.getByRole('heading', { name: 'Signed out everywhere' }).waitFor()
    })
    await untilRefused(token)
    await expect(az.call('group', 'list')).rejects.toThrow(/az logout\s[\s\S]*az login/)
    await expect(tokenFor(az, '--resource', 'https://ml.azure.com')).rejects.toThrow(/AADSTS50173/)
  })

  async function statusWith(token: string): Promise<number> {
    const ca = await readFile(product.facts.caFile)
    const url = `${product.facts.endpoint}/subscriptions?api-version=2022-12-01`
    return new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${token}` }
      const asked = request(url, { ca, headers }, (response) => {
        response.resume()
        response.on('end', () => resolve(response.statusCode ?? 0))
      })
      asked.on('error', reject)
      asked.end()
    })
  }

  const untilRefused = (token: string) =>
    until(async () => ((await statusWith(token)) === 401 ? undefined : 'the old token still counts'))

  const onPrincipal = (verb: string, body?: unknown) =>
    product.client.call(
      'POST',
      `/providers/Carrel.Identity/servicePrincipals/${product.facts.principal.clientId}/${verb}?api-version=2026-11-01`,
      body,
    )

  function productDatabase() {
    return openDatabase({ file: pathsIn(product.data).database }).then((database) => ({
      ...database,
      [Symbol.asyncDispose]: () => database.close(),
    }))
  }
})
