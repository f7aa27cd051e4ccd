// Templates in the web application: written, checked, foreseen, deployed and followed, and one that fails.

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Product, startProduct } from '../support/product.ts'
import { seriousFaults } from './check-axe.ts'
import { hasBrowser, openBrowser, signIn } from './open-browser.ts'
import { pressInVain } from './press-in-vain.ts'

/** What would change the page's title if it were taken for markup. */
const hostile = '<img src=x onerror="document.title=1">'

const network = (addressPrefixes: string) => ({
  type: 'Microsoft.Network/virtualNetworks',
  apiVersion: '2023-09-01',
  name: 'net',
  location: '[resourceGroup().location]',
  dependsOn: ['who'],
  properties: { addressSpace: { addressPrefixes: [addressPrefixes] } },
})

const template = (addressPrefixes: string) => `{ // as templates are written
${JSON.stringify({
  $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
  contentVersion: '1.0.0.0',
  parameters: {
    stage: { type: 'string', allowedValues: ['test', 'live'], defaultValue: 'test' },
    count: { type: 'int', metadata: { description: `How many ${hostile}` } },
    secret: { type: 'securestring' },
  },
  resources: [
    {
      type: 'Microsoft.ManagedIdentity/userAssignedIdentities',
      apiVersion: '2023-01-31',
      name: 'who',
      location: '[resourceGroup().location]',
      tags: { stage: "[parameters('stage')]" },
    },
    network(addressPrefixes),
  ],
  outputs: { greeting: { type: 'string', value: `[concat('${hostile} ', string(parameters('count')))]` } },
}).slice(1)}`

describe.skipIf(!hasBrowser())('deployments in the web application', () => {
  let product: Product
  let browser: Browser
  let page: Page
  const faults: string[] = []

  beforeAll(async () => {
    product = await startProduct()
    browser = await openBrowser()
    page = await browser.newPage({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' })
    page.on('pageerror', (error) => faults.push(error.message))
    await page.goto(`http://carrel.localhost:${product.port + 1}/studio/`)
    await signIn(page, { userName: product.facts.admin.userName, password: product.password })
    await page.getByRole('link', { name: 'Deployments' }).click()
  })
  afterAll(async () => {
    await browser?.close()
    await product?.[Symbol.asyncDispose]()
  })

  const deploy = () => page.getByRole('button', { name: 'Deploy', exact: true })
  const change = () => page.getByRole('list', { name: 'What would change' })

  test('a fault in a template is said with its line, and its parameters become fields', async () => {
    await page.getByRole('heading', { name: 'Nothing has been deployed yet' }).waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await page.getByRole('button', { name: 'New deployment' }).click()
    await page.getByLabel('Template', { exact: true }).fill('{\n  "a": 1\n  "b": 2\n}')
    await page.getByText(/^Line 3:/).waitFor()
    await page.getByLabel('Template', { exact: true }).fill(template('10.40.0.0/16'))
    await page.getByText(`How many ${hostile}`).waitFor()
    await expect.poll(() => page.getByLabel(/^secret/).getAttribute('type')).toBe('password')
    await pressInVain(deploy(), 'Give every parameter that has no default.')
    await page.getByLabel(/^count/).fill('3')
    await page.getByLabel(/^secret/).fill('not-to-be-shown')
    expect(await seriousFaults(page)).toEqual([])
  })

  test('it is checked and foreseen before anything is changed', async () => {
    await page.getByRole('button', { name: 'Check' }).click()
    await page.getByText('nothing is wrong with it').waitFor()
    await page.getByRole('button', { name: 'What would change?' }).click()
    await change().getByRole('listitem').filter({ hasText: 'net' }).getByText('Create', { exact: true }).waitFor()
    expect(await seriousFaults(page)).toEqual([])
  })

  test('it is deployed and followed to its end; the secret is not shown', async () => {
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('lab')
    await deploy().click()
    await page.getByRole('status').getByText('Succeeded').waitFor()
    await page.getByRole('list', { name: 'Steps' }).getByText('net', { exact: true }).waitFor()
    await page.getByRole('img', { name: 'What waits for what' }).waitFor()
    await page.getByText(`${hostile} 3`).waitFor()
    await page.getByText(/^securestring, not shown/i).waitFor()
    expect(await page.content()).not.toContain('not-to-be-shown')
    expect(await seriousFaults(page)).toEqual([])
  })

  test('the same template once more with another value: what would change is shown as a diff', async () => {
    await page.getByRole('button', { name: 'Deploy again' }).click()
    await page.getByLabel(/^stage/).selectOption('live')
    await page.getByLabel(/^count/).fill('3')
    await page.getByLabel(/^secret/).fill('x')
    await page.getByRole('button', { name: 'What would change?' }).click()
    await change().getByText('- tags.stage: "test"').waitFor()
    await change().getByText('+ tags.stage: "live"').waitFor()
    expect(await seriousFaults(page)).toEqual([])
  })

  test('one that fails says which step, why and what to do', async () => {
    await page.getByLabel('Template', { exact: true }).fill(template('no-address'))
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('broken')
    await deploy().click()
    await page.getByRole('status').getByText('Failed').waitFor()
    const step = page.getByRole('list', { name: 'Steps' }).getByRole('listitem').filter({ hasText: 'net' })
    await step.getByText(/no-address/).waitFor()
    await step.getByText(/^Next:/).waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await page.getByRole('navigation', { name: 'Path to this page' }).getByRole('link').click()
    await page.getByRole('row', { name: /broken.*Failed/ }).waitFor()
    await page.getByRole('row', { name: /lab.*Succeeded/ }).waitFor()
    expect(await seriousFaults(page)).toEqual([])
  })

  test('one to the subscription makes a resource group, and is followed like any other', async () => {
    await page.getByRole('link', { name: 'Deployments of the subscription' }).click()
    await page.getByText(/^carrel deployment create .* --scope sub$/).waitFor()
    await page.getByRole('heading', { name: 'Nothing has been deployed yet' }).waitFor()
    await page.getByRole('button', { name: 'New deployment' }).click()
    expect(await page.getByLabel('Mode').count()).toBe(0)
    const group = {
      type: 'Microsoft.Resources/resourceGroups',
      apiVersion: '2021-04-01',
      name: 'made',
      location: 'local',
    }
    const schema = 'https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#'
    const whole = { $schema: schema, contentVersion: '1.0.0.0', resources: [group] }
    await page.getByLabel('Template', { exact: true }).fill(JSON.stringify(whole))
    await page.getByRole('button', { name: 'What would change?' }).click()
    await change().getByRole('listitem').filter({ hasText: 'made' }).getByText('Create', { exact: true }).waitFor()
    await deploy().click()
    await page.getByRole('status').getByText('Succeeded').waitFor()
    await page.getByRole('list', { name: 'Steps' }).getByText('made', { exact: true }).waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await page.getByRole('list', { name: 'Manage' }).getByRole('link', { name: 'Deployments' }).click()
    await page.getByRole('row', { name: /lab.*Succeeded/ }).waitFor()
  })

  test('nothing was taken for markup, and nothing failed', async () => {
    expect(await page.title()).toBe('Deployments · Carrel Studio')
    expect(faults).toEqual([])
  })
})
