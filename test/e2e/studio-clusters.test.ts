// Clusters in the web application, on Docker: made by the form, live, resized, read by somebody who may do no more, deleted.

import { randomUUID } from 'node:crypto'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Product, startProduct } from '../support/product.ts'
import { seriousFaults } from './check-axe.ts'
import { hasBrowser, openBrowser, signIn } from './open-browser.ts'
import { pressInVain } from './press-in-vain.ts'

const own = 'api-version=2026-11-01'
const reader = 'acdd72a7-3385-48ef-bd42-f606fba81ae7'
/** What would change the page's title if it were taken for markup. */
const hostile = '<img src=x onerror="document.title=1">'

describe.skipIf(!hasBrowser())('clusters in the web application', () => {
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
      `/providers/Carrel.Identity/users/ben?${own}`,
      { displayName: 'Ben' },
    )
    Object.assign(ben, made.properties)
    await client.call(
      'PUT',
      `${groupId()}/providers/Microsoft.Authorization/roleAssignments/${randomUUID()}?api-version=2022-04-01`,
      { properties: { roleDefinitionId: roleId(reader), principalId: ben.objectId } },
    )
    browser = await openBrowser()
    page = await newPage()
    await signIn(page, { userName: product.facts.admin.userName, password: product.password })
    await page.getByRole('link', { name: 'Clusters', exact: true }).click()
  })
  afterAll(async () => {
    await browser?.close()
    await product?.[Symbol.asyncDispose]()
  })

  const groupId = () => `/subscriptions/${product.facts.subscriptionId}/resourceGroups/${product.facts.resourceGroup}`
  const roleId = (id: string) =>
    `/subscriptions/${product.facts.subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${id}`
  const batchId = () => `${groupId()}/providers/Microsoft.BatchAI/workspaces/team`

  async function newPage(): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' })
    const opened = await context.newPage()
    opened.on('pageerror', (error) => faults.push(error.message))
    await opened.goto(`http://carrel.localhost:${product.port + 1}/studio/`)
    return opened
  }

  const box = (name: string | RegExp) => page.getByRole('textbox', { name })
  const panel = (of: Page, name: string) => of.getByRole('region', { name, exact: true })
  const tile = (of: Page, state: string) =>
    of.getByRole('list', { name: 'Nodes' }).getByRole('button', { name: new RegExp(`^${state}`) })

  async function create(): Promise<void> {
    await page.getByRole('button', { name: 'Create', exact: true }).click()
  }

  test('BA-30, BA-42: an empty list teaches, and the form says what is wrong before the click', async () => {
    await page.getByRole('heading', { name: 'No cluster yet' }).waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await page.getByRole('button', { name: 'Create one' }).click()
    await page.getByRole('heading', { name: 'New cluster' }).waitFor()
    await box('Workspace name').fill('team')
    await page.getByRole('combobox', { name: 'In the group' }).selectOption(product.facts.resourceGroup)
    await box('Name').last().fill('a b')
    await page.locator('form').getByText('A name has 1 to 64 letters, digits, - or _.').waitFor()
    const button = page.getByRole('button', { name: 'Create', exact: true })
    await pressInVain(button, 'A name has 1 to 64 letters, digits, - or _.')
    expect(await page.getByRole('heading', { name: 'New cluster' }).isVisible()).toBe(true)
  })

  test('BA-08, BA-15, BA-16: made by hand, with a key of its own, a set-up task, and the same in other words', async () => {
    await box('Name').last().fill('train')
    await page.getByRole('radio', { name: /STANDARD_D1_V2/ }).check()
    await page.getByRole('radio', { name: 'As many as are asked for by hand' }).check()
    await box('Number of nodes').fill('1')
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Generate a key pair and download its private half' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('train.pem')
    await page.getByRole('button', { name: 'Set-up task' }).click()
    await page.getByRole('checkbox', { name: 'Each node runs a command as root when it comes up' }).check()
    await box('Command').fill(`echo '${hostile}'`)
    await panel(page, 'Review')
      .getByText(/^Up to 1 of \d+ free cores$/)
      .waitFor()
    await page.getByText(/carrel cluster create train --size STANDARD_D1_V2 --nodes 1/).waitFor()
    await page.getByRole('button', { name: 'az', exact: true }).click()
    await page.getByText(/^az rest --method put [\s\S]*workspaces\/team\/clusters\/train/).waitFor()
    await page.getByRole('button', { name: 'Template', exact: true }).click()
    await page.getByText(/"type": "Microsoft.BatchAI\/workspaces\/clusters"/).waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await page.getByRole('button', { name: 'Check policies and rights' }).click()
    await page.getByText('Nothing stands against it.').waitFor()
    await create()
    await page.getByRole('heading', { name: 'train', exact: true }).waitFor()
  })

  test('BA-36, BA-37: its node comes up in the page, and says where it is entered', async () => {
    await tile(page, 'Idle').click()
    const node = page.getByRole('region', { name: /^Node tvm-/ })
    await node.getByText(/^ssh -p \d+ azureuser@/).waitFor()
    await node.getByText(/^carrel cluster ssh -g \S+ -w team train --node tvm-/).waitFor()
    const task = panel(page, 'Set-up task')
    await task.getByText(`echo '${hostile}'`).waitFor()
    await task.getByRole('button', { name: 'Show the log' }).click()
    await task.getByRole('log').getByText(hostile).waitFor()
    expect(await page.title()).toBe('train · Carrel Studio')
    await page.getByText('Nodes and waiting jobs as a table').or(page.getByText('As a table')).first().click()
    await page.getByRole('table', { name: 'Nodes and waiting jobs' }).getByRole('cell', { name: '1' }).first().waitFor()
    expect(await seriousFaults(page)).toEqual([])
  })

  test('BA-39, PO-07: jobs wait in order and say what for, and a resize lets them begin', async () => {
    const { client } = product
    await client.call('PUT', `${batchId()}/experiments/trial?${own}`, {})
    const job = (commandLine: string, nodeCount: number) => ({
      properties: {
        cluster: { id: `${batchId()}/clusters/train` },
        nodeCount,
        customToolkitSettings: { commandLine },
        stdOutErrPathPrefix: '/tmp',
      },
    })
    await client.call('PUT', `${batchId()}/experiments/trial/jobs/long?${own}`, job('sleep 600', 1))
    await tile(page, 'At work').waitFor()
    await client.call('PUT', `${batchId()}/experiments/trial/jobs/next?${own}`, job('sleep 600', 1))
    const queue = panel(page, 'Queue')
    await queue
      .getByRole('listitem')
      .filter({ hasText: 'next' })
      .getByText(/at other jobs/)
      .waitFor()
    const scale = panel(page, 'Scale')
    await pressInVain(scale.getByRole('button', { name: 'Apply' }), 'Nothing is changed.')
    await scale.getByRole('textbox', { name: 'Number of nodes' }).fill('2')
    await scale.getByText(/^Up to 1 of \d+ free cores$/).waitFor()
    await scale.getByRole('button', { name: 'Apply' }).click()
    await queue.getByText('No job waits for this cluster.').waitFor()
    await tile(page, 'At work').nth(1).waitFor()
    await tile(page, 'At work').first().focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Enter')
    await page
      .getByRole('region', { name: /^Node tvm-/ })
      .getByText('next', { exact: true })
      .waitFor()
  })

  test('a cluster of Azure ML stands in the same list, told apart, found and without the columns one does not want', async () => {
    await page.getByRole('link', { name: 'Clusters', exact: true }).click()
    await page.getByRole('button', { name: 'New', exact: true }).click()
    await page.getByRole('radio', { name: /^Azure ML/ }).check()
    await box('Name').fill('ml-train')
    await page.getByRole('radio', { name: /STANDARD_D1_V2/ }).check()
    await page.getByRole('checkbox', { name: /^Somebody signs in to the nodes/ }).uncheck()
    await create()
    await page.getByText('It has no nodes now, and costs nothing.', { exact: false }).waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await page.getByRole('link', { name: 'Clusters', exact: true }).click()
    const row = (name: string) => page.getByRole('row', { name: new RegExp(`Select ${name}`) })
    await row('train').getByText('Batch AI').waitFor()
    await row('ml-train').getByText('Azure ML').waitFor()
    await row('train').getByText('2 at work').waitFor()
    await page.getByRole('button', { name: 'Columns' }).click()
    await page.getByRole('menuitemcheckbox', { name: 'Size' }).click()
    await page.keyboard.press('Escape')
    await page.getByRole('columnheader', { name: 'Size' }).waitFor({ state: 'detached' })
    await page.getByRole('combobox', { name: 'Kind' }).selectOption('Azure ML')
    await row('ml-train').waitFor()
    await expect.poll(() => page.getByRole('row').count()).toBe(2)
    expect(await seriousFaults(page)).toEqual([])
    await page.reload()
    await row('ml-train').waitFor()
    expect(await page.getByRole('columnheader', { name: 'Size' }).count()).toBe(0)
    await page.getByRole('combobox', { name: 'Kind' }).selectOption('Every kind')
  })

  test('who may only read sees everything but the addresses, and why the buttons are off', async () => {
    const other = await newPage()
    await signIn(other, ben)
    await other.getByRole('link', { name: 'Clusters', exact: true }).click()
    await other.getByRole('link', { name: 'train', exact: true }).click()
    await tile(other, 'At work').first().click()
    await other.getByText('Your role here does not tell you where nodes are entered.').waitFor()
    await pressInVain(
      panel(other, 'Scale').getByRole('button', { name: 'Apply' }),
      /^Your role here does not let you change clusters/,
    )
    await pressInVain(
      other.getByRole('button', { name: 'Delete this cluster' }),
      /^Your role here does not let you delete clusters/,
    )
    await pressInVain(other.getByRole('button', { name: 'Show the log' }), /^Your role here does not let you read logs/)
    await other.setViewportSize({ width: 400, height: 800 })
    expect(await seriousFaults(other)).toEqual([])
    await other.context().close()
  })

  test('a file server is made and deleted beside the clusters', async () => {
    await page.getByRole('button', { name: 'File servers' }).click()
    await page.getByRole('heading', { name: 'No file server yet' }).waitFor()
    await box('Name').fill('disks')
    await page.getByRole('button', { name: 'Make a file server' }).click()
    await page.getByRole('cell', { name: 'disks', exact: true }).waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await page.getByRole('button', { name: 'Delete disks' }).click()
    const question = page.getByRole('alertdialog')
    await question.getByRole('textbox', { name: 'Type disks to confirm' }).fill('disks')
    await question.getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('heading', { name: 'No file server yet' }).waitFor()
  })

  test('BA-40: several are deleted together after a question that says what is lost', async () => {
    await page.getByRole('link', { name: 'All clusters' }).click()
    await page.getByRole('checkbox', { name: 'Select all' }).check()
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    const question = page.getByRole('alertdialog')
    await question.getByText(/jobs that wait or run there are ended/).waitFor()
    await question.getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('heading', { name: 'No cluster yet' }).waitFor()
  })

  test('BA-18: a workspace goes with what is in it, and nothing failed in the pages', async () => {
    await page.getByRole('button', { name: 'File servers' }).click()
    await page.getByRole('button', { name: 'Delete team', exact: true }).click()
    const question = page.getByRole('alertdialog')
    await question.getByRole('textbox', { name: 'Type team to confirm' }).fill('team')
    await question.getByRole('button', { name: 'Delete' }).click()
    await page.getByText('None yet: one is made with its first cluster.').waitFor()
    expect(await seriousFaults(page)).toEqual([])
    expect(faults).toEqual([])
  })
})
