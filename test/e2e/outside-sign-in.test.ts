// A person of another organisation comes in by the sign-in service there: in Chromium, and from there in a terminal.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findPython } from '../clients/az/find-python.ts'
import { installAz } from '../clients/az/install-az.ts'
import { openAz } from '../clients/az/open-az.ts'
import { type OutsideServer, startOutsideServer } from '../support/outside-server.ts'
import { type Product, startProduct } from '../support/product.ts'
import { hasBrowser, openBrowser } from './open-browser.ts'

const directory = '/providers/Carrel.Identity'
const query = 'api-version=2026-11-01'
const python = findPython()

describe.skipIf(!hasBrowser())('signing in with another service', () => {
  let product: Product
  let outside: OutsideServer
  let pages = ''

  beforeAll(async () => {
    product = await startProduct()
    pages = `http://carrel.localhost:${product.port + 1}`
    outside = await startOutsideServer(`${pages}/login/outside/callback`)
    outside.person = { sub: 'g-1', preferred_username: 'grace@lab.example', name: 'Grace Hopper', groups: ['Navy'] }
    const { client, facts } = product
    const { properties } = await client.call<{ properties: { objectId: string } }>(
      'PUT',
      `${directory}/groups/sailors?${query}`,
      {},
    )
    const reader = '/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7'
    const assignment = `${directory.replace('Carrel.Identity', 'Microsoft.Authorization')}/roleAssignments`
    await client.call(
      'PUT',
      `/subscriptions/${facts.subscriptionId}${assignment}/5a7d2c1e-0000-4000-8000-000000000003?api-version=2022-04-01`,
      { properties: { roleDefinitionId: reader, principalId: properties.objectId } },
    )
    const { issuer, clientId, clientSecret } = outside
    const groupMap = { Navy: 'sailors' }
    await client.call('PUT', `${directory}/outsideProvider/default?${query}`, {
      ...{ issuer, clientId, clientSecret, displayName: 'The Lab', groupMap },
    })
  })
  afterAll(async () => {
    await outside?.[Symbol.asyncDispose]()
    await product?.[Symbol.asyncDispose]()
  })

  test('ends at our own page, and again without a question', async () => {
    await using browser = await openBrowser()
    const page = await browser.newPage()
    await page.goto(pages)
    await page.getByRole('link', { name: 'Sign in' }).click()
    await page.getByRole('link', { name: 'Sign in with The Lab' }).click()
    await page.getByRole('heading', { name: 'You are signed in' }).waitFor()
    await page.getByText('Grace Hopper').waitFor()
    expect(page.url()).toBe(`${pages}/`)
    await page.reload()
    await page.getByText('Grace Hopper').waitFor()
  })

  test.skipIf(python === undefined)('lets a terminal in by a code, with the rights of the mapped group', async () => {
    const installed = await installAz(python ?? '')
    await using az = await openAz(installed, product.facts)
    await using browser = await openBrowser()
    await az.call('cloud', 'register', '--name', 'Lab', '--endpoint-resource-manager', product.facts.endpoint)
    await az.call('cloud', 'set', '--name', 'Lab')
    const login = az.start('login', '--use-device-code', '--tenant', product.facts.tenantId)
    const [, address = '', code = ''] = await login.said(/open the page (\S+) and enter the code (\S+)/)
    const page = await browser.newPage()
    await page.goto(address)
    await page.getByLabel('Code').fill(code)
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByRole('button', { name: 'Continue to sign in' }).click()
    await page.getByRole('link', { name: 'Sign in with The Lab' }).click()
    await page.getByRole('heading', { name: 'All done' }).waitFor()
    const { subscriptionId, resourceGroup } = product.facts
    expect(await login.ended).toMatchObject([{ id: subscriptionId, user: { name: 'grace@lab.example', type: 'user' } }])
    expect(await az.call('group', 'list')).toMatchObject([{ name: resourceGroup }])
    await expect(az.call('group', 'create', '--name', 'hers', '--location', 'eastus')).rejects.toThrow(
      /AuthorizationFailed/,
    )
    expect(await az.call('ad', 'signed-in-user', 'show')).toMatchObject({ userPrincipalName: 'grace@lab.example' })
    expect(await az.call('ad', 'user', 'get-member-groups', '--id', 'grace@lab.example')).toMatchObject([
      { displayName: 'sailors' },
    ])
  })
})
