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
    page = await browser.newPage({ reducedMotion: 'reduce' })
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

  test('CI-94: the sizes say what each gives here, are sorted and found', async () => {
    await page.getByRole('link', { name: 'Sizes' }).click()
    await page.getByLabel('Find a size', { exact: true }).fill('D2_V3')
    await page.getByRole('row', { name: /STANDARD_D2_V3 2 8 GB – 50 GB \d+ standardDv3Family/ }).waitFor()
    expect(await page.getByRole('row').count()).toBe(2)
    await page.getByLabel('Find a size', { exact: true }).fill('no such size')
    await page.getByText('None of them matches.').waitFor()
    expect(await seriousFaults(page)).toEqual([])
  })

  test('settings are kept on the browser: language, theme and whose time is shown', async () => {
    await page.getByRole('button', { name: /^Account of/ }).click()
    await page.getByRole('menuitem', { name: 'Settings' }).click()
    await page.getByRole('radio', { name: 'UTC', exact: true }).check()
    await page.getByRole('radio', { name: 'Dark' }).check()
    expect(await seriousFaults(page)).toEqual([])
    await page.getByRole('link', { name: 'Activity' }).click()
    await page
      .getByText(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC$/)
      .first()
      .waitFor()
    await page.getByRole('button', { name: /^Account of/ }).click()
    await page.getByRole('menuitem', { name: 'Settings' }).click()
    await page.getByLabel('Language').selectOption('ko')
    await page.getByRole('heading', { name: '설정' }).waitFor()
    await page.reload()
    await page.getByRole('radio', { name: 'UTC', exact: true, checked: true }).waitFor()
    await page.getByLabel('언어').selectOption('en')
    await page.getByRole('radio', { name: /^My own/ }).check()
    await page.getByRole('radio', { name: 'Light' }).check()
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

  test('a group takes somebody in and lets him go, and ends', async () => {
    await page.getByLabel('Group name').fill('mappers')
    await page.getByRole('button', { name: 'Add a group' }).click()
    await page.getByRole('button', { name: /^mappers/ }).click()
    await page.getByLabel('Put in').selectOption('ben')
    await page.getByRole('button', { name: 'Add to the group' }).click()
    const members = page.getByRole('list', { name: 'Members of mappers' })
    await members.getByText('ben').waitFor()
    await page.getByRole('button', { name: /^mappers.*Members: 1/ }).waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await members.getByRole('button', { name: 'Take out' }).click()
    await page.getByText('Nobody is in it yet.').waitFor()
    await page.getByRole('button', { name: 'Delete the group' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
    await page.getByText('There is no group yet.').waitFor()
  })

  test('a program gets a secret once and another later, and is deleted after its name is typed', async () => {
    await page.getByLabel('Program name').fill('nightly <b>')
    await page.getByRole('button', { name: 'Add a program' }).click()
    const secret = page.getByText(/AZURE_CLIENT_SECRET=/)
    const first = await secret.textContent()
    expect(await seriousFaults(page)).toEqual([])
    const program = page
      .getByRole('list', { name: 'Programs' })
      .getByRole('listitem')
      .filter({ hasText: 'nightly <b>' })
    await program.getByRole('button', { name: 'New secret' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'New secret' }).click()
    await page.getByText(first ?? '').waitFor({ state: 'detached' })
    expect(await secret.textContent()).toMatch(/AZURE_CLIENT_ID=[-0-9a-f]+\sAZURE_CLIENT_SECRET=\w+/)
    await program.getByRole('button', { name: 'Delete' }).click()
    await page.getByLabel('Type nightly <b> to confirm').fill('nightly <b>')
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
    await program.waitFor({ state: 'detached' })
  })

  test('a group and a workspace in it are made, tagged, and deleted after the name is typed', async () => {
    await page.getByRole('link', { name: 'Workspaces', exact: true }).click()
    const line = (list: string, name: string) =>
      page.getByRole('list', { name: list, exact: true }).getByRole('listitem').filter({ hasText: name })
    await page.getByLabel('Name of the group').fill('second')
    await page.getByRole('button', { name: 'Add a resource group' }).click()
    await line('Resource groups', 'second').waitFor()
    await page.getByLabel('Workspace name').fill('maps')
    await page.getByLabel('In the group').selectOption('second')
    await page.getByRole('button', { name: 'Add a workspace' }).click()
    await line('Workspaces', 'maps').getByRole('button', { name: 'Edit' }).click()
    await page.getByLabel('Tags').fill('team')
    await page.getByText('Write each tag as name=value').first().waitFor()
    await page.getByLabel('Tags').fill('team=<img src=x onerror="document.title=1">')
    expect(await seriousFaults(page)).toEqual([])
    await page.getByRole('button', { name: 'Save' }).click()
    await line('Workspaces', 'maps').getByText('team: <img src=x onerror="document.title=1">').waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await line('Resource groups', 'second').getByRole('button', { name: 'Delete' }).click()
    await page.getByLabel('Type second to confirm').fill('second')
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
    await line('Resource groups', 'second').waitFor({ state: 'detached' })
    expect(await page.title()).toBe('Workspaces · Carrel Studio')
  })

  test('a policy is written, tried out, tells what is at fault and why, and ends', async () => {
    await page.getByRole('navigation').getByRole('link', { name: 'Policies' }).click()
    await page.getByText('No policy is in force here.').waitFor()
    await page.getByLabel('Policy name').fill('Owners <b>')
    await page.getByLabel('Rule', { exact: true }).fill('{ "if": {},\n  "then" }')
    await page.getByText(/^Line 2:/).waitFor()
    await page.getByLabel('Rule', { exact: true }).fill('{ "if": { "field": "tgs.x" }, "then": { "effect": "deny" } }')
    await page.getByRole('button', { name: 'Save the policy' }).click()
    await page
      .getByRole('alert')
      .getByText(/policyRule\.if/)
      .first()
      .waitFor()
    await page.getByRole('button', { name: 'Take an example' }).click()
    await page.getByRole('button', { name: 'Save the policy' }).click()
    await page.getByLabel('Policy', { exact: true }).selectOption('Owners <b>')
    await page.getByRole('checkbox', { name: /^Only report/ }).check()
    await page.getByRole('button', { name: 'Put in force' }).click()
    const inForce = page.getByRole('list', { name: 'In force here' })
    await inForce.getByText('1 at fault').waitFor()
    await inForce.getByText('Reports only').waitFor()
    const fault = page.getByRole('list', { name: 'At fault' }).getByRole('listitem').filter({ hasText: 'ana-desk' })
    await fault.getByText('tags.owner Exists false: it is null').waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await inForce.getByRole('button', { name: 'End it' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'End it' }).click()
    await page.getByText('No policy is in force here.').waitFor()
    await page.getByRole('button', { name: /^Owners <b>/ }).click()
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('button', { name: /^Owners <b>/ }).waitFor({ state: 'detached' })
  })
})
