// Access control in the web application: roles given, checked and taken back, and what a granter may not do.

import { randomUUID } from 'node:crypto'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Product, startProduct } from '../support/product.ts'
import { seriousFaults } from './check-axe.ts'
import { hasBrowser, openBrowser, signIn } from './open-browser.ts'
import { pressInVain } from './press-in-vain.ts'

const directory = 'api-version=2026-11-01'
/** What would change the page's title if it were taken for markup. */
const hostile = '<img src=x onerror="document.title=1">'

describe.skipIf(!hasBrowser())('access control in the web application', () => {
  let product: Product
  let browser: Browser
  let page: Page
  const ben = { userName: 'ben', password: '', objectId: '' }
  const faults: string[] = []

  beforeAll(async () => {
    product = await startProduct()
    const { client } = product
    const made = await client.call<{ properties: { password: string; objectId: string } }>(
      'PUT',
      `/providers/Carrel.Identity/users/ben?${directory}`,
      { displayName: `Ben ${hostile}` },
    )
    Object.assign(ben, made.properties)
    await client.call('PUT', `/providers/Carrel.Identity/groups/mappers?${directory}`, {
      displayName: `Mappers ${hostile}`,
    })
    await client.call('PUT', `/providers/Carrel.Identity/groups/mappers/members/${ben.objectId}?${directory}`)
    browser = await openBrowser()
    page = await browser.newPage({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' })
    page.on('pageerror', (error) => faults.push(error.message))
    await page.goto(`http://carrel.localhost:${product.port + 1}/studio/`)
    await signIn(page, { userName: product.facts.admin.userName, password: product.password })
    await page.getByRole('link', { name: 'Access control' }).click()
  })
  afterAll(async () => {
    await browser?.close()
    await product?.[Symbol.asyncDispose]()
  })

  const row = () => page.getByRole('row', { name: /Mappers.*AzureML Data Scientist/ })

  test('a role is given to a group at the workspace, and stands in the list', async () => {
    await page.getByRole('row', { name: /admin.*Person.*Owner.*Everything, inherited/ }).waitFor()
    const give = page.getByRole('button', { name: 'Give the role' })
    await pressInVain(give, 'Choose who gets it.')
    await page.getByLabel('Who', { exact: true }).selectOption({ label: `Mappers ${hostile} (mappers)` })
    await page.getByLabel('Role', { exact: true }).selectOption('AzureML Data Scientist')
    await give.click()
    await row().waitFor()
    expect(await seriousFaults(page)).toEqual([])
  })

  test('the access of somebody is explained: by which role and group, and what is left out', async () => {
    await page.getByRole('tab', { name: 'Check access' }).click()
    await page.getByLabel('Who', { exact: true }).selectOption({ label: `Ben ${hostile} (ben)` })
    await page.getByText(/to the group Mappers/).waitFor()
    const verdict = (name: string) =>
      page.getByRole('list', { name: 'What they may do' }).getByRole('listitem').filter({ hasText: name })
    await expect.poll(() => verdict('Start and stop').textContent()).toMatch(/^Yes.*As AzureML Data Scientist\./)
    await expect
      .poll(() => verdict('Create a compute instance').textContent())
      .toMatch(/^No.*leaves out.*computes\/write/)
    await expect.poll(() => verdict('Open applications').textContent()).toContain('no role opens those of others')
    expect(await seriousFaults(page)).toEqual([])
    await page.reload()
    await page.getByText(/to the group Mappers/).waitFor()
  })

  test('the roles there are tell what they give', async () => {
    await page.getByRole('tab', { name: 'Roles', exact: true }).click()
    await page.getByRole('button', { name: 'Contributor', exact: true }).click()
    await page.getByText('Microsoft.Authorization/*/Write', { exact: true }).waitFor()
    expect(await seriousFaults(page)).toEqual([])
  })

  test('a role of one’s own is written like another, changed and deleted', async () => {
    const name = `On call ${hostile}`
    const change = (label: string, value: string) => page.getByRole('textbox', { name: label }).fill(value)
    const press = (label: string) => page.getByRole('button', { name: label, exact: true }).click()
    await press('Write one like it Contributor')
    await page.getByRole('textbox', { name: 'Role name' }).and(page.locator(':focus')).waitFor()
    await change('Role name', 'contributor')
    await pressInVain(page.getByRole('button', { name: 'Save the role' }), 'There is a role of this name.')
    await change('Role name', name)
    await change('It gives', '*/read\nMicrosoft.MachineLearningServices/workspaces/computes/start/action')
    await change('Except', 'start a machine')
    await pressInVain(page.getByRole('button', { name: 'Save the role' }), /^An action reads/)
    await change('Except', '')
    expect(await seriousFaults(page)).toEqual([])
    await press('Save the role')
    await page.getByRole('button', { name: /^On call.*Custom$/ }).click()
    await press(`Change ${name}`)
    await change('It gives', '*/read')
    await press('Save the role')
    await page.getByText('computes/start/action').waitFor({ state: 'detached' })
    await press(`Delete ${name}`)
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('button', { name: /^On call/ }).waitFor({ state: 'detached' })
  })

  test('a role is taken back after a question', async () => {
    await page.getByRole('tab', { name: 'Role assignments' }).click()
    await row().getByRole('button', { name: 'Take back' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Take back' }).click()
    await row().waitFor({ state: 'detached' })
  })

  test('who may give roles cannot give himself more than he has, and reads why', async () => {
    const { subscriptionId, resourceGroup } = product.facts
    const group = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`
    const userAccessAdministrator = '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9'
    await product.client.call(
      'PUT',
      `${group}/providers/Microsoft.Authorization/roleAssignments/${randomUUID()}?api-version=2022-04-01`,
      {
        properties: {
          principalId: ben.objectId,
          roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${userAccessAdministrator}`,
        },
      },
    )
    const other = await browser.newPage({ reducedMotion: 'reduce' })
    await other.goto(`http://carrel.localhost:${product.port + 1}/studio/`)
    await signIn(other, ben)
    await other.getByRole('link', { name: 'Access control' }).click()
    await other.getByLabel('Who', { exact: true }).fill(ben.objectId)
    await other.getByLabel('Role', { exact: true }).selectOption('Owner')
    await other.getByRole('button', { name: 'Give the role' }).click()
    await other
      .getByRole('alert')
      .getByText(/Nobody gives himself/)
      .waitFor()
    expect(await seriousFaults(other)).toEqual([])
    await other.getByLabel('At', { exact: true }).selectOption('Everything')
    await other.getByRole('alert').getByText('AuthorizationFailed').waitFor()
  })

  test('no name was taken for markup, and nothing failed', async () => {
    expect(await page.title()).toBe('Access control · Carrel Studio')
    expect(faults).toEqual([])
  })
})
