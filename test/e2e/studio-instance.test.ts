// One instance in the web application, from a whole form to its page: a key pair, a schedule, a set-up script and its log;
// what an Owner sees of somebody else's; a sign-in that ends; and words that would be markup.

import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Product, startProduct } from '../support/product.ts'
import { setupSteps } from '../support/setup-steps.ts'
import { openSshClient, type SshClient } from '../support/ssh-client.ts'
import { seriousFaults } from './check-axe.ts'
import { middayZone } from './midday-zone.ts'
import { hasBrowser, openBrowser, signIn } from './open-browser.ts'

const name = 'whole-desk'
const markup = '<img src=x onerror=alert(1)>'
const identity = '/providers/Carrel.Identity/users'
const identityVersion = 'api-version=2026-11-01'
const owner = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635'
/** Says something, waits to be told, and says more. */
const script = `#!/bin/bash
echo "first $1 ${markup}"
until [ -e go ]; do sleep 0.1; done
echo "last of $2"
`

describe.skipIf(!hasBrowser())('one compute instance in the web application', () => {
  let product: Product
  let browser: Browser
  let page: Page
  let ssh: SshClient
  const faults: string[] = []

  beforeAll(async () => {
    product = await startProduct()
    ssh = await openSshClient()
    browser = await openBrowser()
    page = await browser.newPage({
      ...{ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' },
      timezoneId: middayZone(),
    })
    page.on('pageerror', (error) => faults.push(error.message))
    page.on('dialog', (dialog) => faults.push(`a dialog: ${dialog.message()}`))
    await product.client.call('PUT', `${identity}/ben?${identityVersion}`, {
      displayName: markup,
      password: 'correct horse battery',
    })
    await denySize('STANDARD_A4_V2')
    await appendTag('team', 'lab')
    await page.goto(studio())
    await signIn(page, admin())
  })
  afterAll(async () => {
    await browser?.close()
    await ssh?.[Symbol.asyncDispose]()
    await product?.[Symbol.asyncDispose]()
  })

  test('CI-25, CI-53, CI-81: the form makes a key pair, a schedule and a script with arguments, and tells what policies refuse', async () => {
    await page.getByRole('button', { name: 'Create one' }).click()
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name)
    const review = page.getByRole('region', { name: 'Review' })
    await page.getByRole('radio', { name: 'STANDARD_A4_V2' }).check()
    await review.getByRole('button', { name: 'Check policies and rights' }).click()
    await review.getByText('RequestDisallowedByPolicy').waitFor()
    await page.getByLabel('Find a size', { exact: true }).fill('1 core')
    await page.getByRole('radio', { name: 'STANDARD_DS1_V2' }).check()
    await page.getByRole('checkbox', { name: /Enable SSH/ }).check()
    const [key] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: /Generate a key pair/ }).click(),
    ])
    expect(key.suggestedFilename()).toBe(`${name}.pem`)
    await key.saveAs(join(ssh.folder, 'downloaded'))
    await chmod(join(ssh.folder, 'downloaded'), 0o600)

    await page.getByRole('button', { name: 'Schedules' }).click()
    await page.getByRole('button', { name: 'Add a stop' }).click()
    const first = page.getByRole('group', { name: 'Schedule 1' })
    await first.getByLabel('Time', { exact: true }).fill('19:30')
    await first.getByRole('button', { name: 'Fri' }).click()
    await page.getByRole('table', { name: 'The week' }).getByText('19:30 Stop').first().waitFor()

    await page.getByRole('button', { name: 'Set-up script' }).click()
    await page.getByRole('radio', { name: 'Written here or uploaded' }).check()
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: 'Upload a file' }).click(),
    ])
    await chooser.setFiles({ name: 'setup.sh', mimeType: 'text/plain', buffer: Buffer.from(script) })
    await page.getByLabel('Arguments').fill(`one "two ${markup}"`)
    await page.getByRole('button', { name: 'Script at every start' }).click()
    const startup = page.getByRole('radiogroup', { name: 'Script at every start' })
    await startup.getByRole('radio', { name: 'Written here or uploaded' }).check()
    await page.getByLabel('Script', { exact: true }).last().fill('echo started > /home/azureuser/started')
    await page.getByRole('button', { name: 'Owner, network and tags' }).click()
    await page.getByLabel('Tags').fill(`note=${markup}`)

    await review.getByText(/^1 of \d+ free cores$/).waitFor()
    await review.getByText(/--creation-script setup.sh .*--startup-script startup.sh/).waitFor()
    await review.getByRole('button', { name: 'Template', exact: true }).click()
    await review.getByText(/deploymentTemplate.json/).waitFor()
    await review.getByRole('button', { name: 'Check policies and rights' }).click()
    await review.getByText('Nothing stands against it.').waitFor()
    await review.getByText('tags.team: "lab"').waitFor()
    expect(await page.getByRole('alert').count()).toBe(0)
    expect(await seriousFaults(page)).toEqual([])
    await page.getByRole('button', { name: 'Create', exact: true }).click()
    await page.getByRole('heading', { name, exact: true }).waitFor()
  })

  test('CI-85, CI-86: its page shows the arguments and the log while the script runs, and runs it again', async () => {
    const panel = page.getByRole('region', { name: 'Creation script' })
    await panel.getByText('Running', { exact: true }).first().waitFor()
    await panel.getByRole('button', { name: 'Show the log' }).click()
    await panel.getByRole('log').getByText(`first one ${markup}`).waitFor()
    await page.getByText('Running set-up script').waitFor()
    const users = join(setupSteps(product).shareFolder, 'Users')
    await mkdir(users, { recursive: true })
    await writeFile(join(users, 'go'), '')
    await panel.getByRole('log').getByText(`last of two ${markup}`).waitFor()
    await panel.getByText('Succeeded', { exact: true }).first().waitFor()
    await expect.poll(() => panel.locator('dd code').first().textContent()).toBe(`one "two ${markup}"`)
    await panel.getByLabel('Find in the log').fill('LAST')
    await panel.getByText('Lines found: 1').waitFor()
    await expect.poll(() => panel.getByRole('log').textContent()).toBe(`last of two ${markup}`)
    await page.getByText(`note: ${markup}`).waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await panel.getByRole('button', { name: 'Run again' }).click()
    await expect.poll(async () => (await setupSteps(product).show(name)).setupRuns?.creation?.run).toBe(2)
    await page.getByText('Running', { exact: true }).first().waitFor()
    expect(await page.getByRole('main').locator('img').count()).toBe(0)
  })

  test('CI-25: ssh enters with the half of the key that was downloaded', async () => {
    const line = await page.getByText(/^ssh \S+@\S+ -p \d+$/).textContent()
    const [, user = '', host = '', port = ''] = /^ssh (\S+)@(\S+) -p (\d+)$/.exec(line ?? '') ?? []
    const answer = await ssh.ssh({ user, host, port: Number(port) }, 'hostname; cat started', {
      identity: 'downloaded',
    })
    expect(answer).toMatchObject({ code: 0, stdout: `${name}\nstarted\n` })
  })

  test('CI-53, CI-54: the page skips a firing once, and edits and adds schedules', async () => {
    const next = page.getByRole('list', { name: 'What comes next' })
    await next.getByRole('button', { name: 'Skip once' }).click()
    await next.getByRole('button', { name: 'Do not skip' }).waitFor()
    await page.getByRole('button', { name: 'Edit schedules' }).click()
    const first = page.getByRole('group', { name: 'Schedule 1' })
    expect(await first.getByRole('button', { name: 'Fri', pressed: true }).count()).toBe(0)
    await first.getByLabel('Time', { exact: true }).fill('20:15')
    await page.getByRole('button', { name: 'Add a start' }).click()
    expect(await seriousFaults(page)).toEqual([])
    await page.getByRole('button', { name: 'Save' }).click()
    await next.getByText('Start').first().waitFor()
    expect(await schedulesOf()).toMatchObject([
      { action: 'Stop', recurrence: { schedule: { hours: [20], minutes: [15] } } },
      { action: 'Start', recurrence: { schedule: { hours: [9], minutes: [0] } } },
    ])
  })

  test('of two who edit its schedules the second sees both lists, and chooses', async () => {
    const begin = async (time: string) => {
      await page.getByRole('button', { name: 'Edit schedules' }).click()
      await page.getByRole('group', { name: 'Schedule 1' }).getByLabel('Time', { exact: true }).fill(time)
    }
    const save = () => page.getByRole('button', { name: 'Save', exact: true }).click()
    await begin('21:00')
    // Something else of it is changed: that is in nobody's way.
    await product.client.call('PATCH', `${product.computeId(name)}?api-version=2024-10-01`, { tags: { seen: 'yes' } })
    await save()
    await page.getByRole('button', { name: 'Edit schedules' }).waitFor()
    expect(await schedulesOf()).toMatchObject([{ recurrence: { schedule: { hours: [21] } } }, { action: 'Start' }])

    await begin('22:00')
    const stop = { action: 'Stop', triggerType: 'Cron', cron: { expression: '15 23 * * *', timeZone: 'UTC' } }
    const theirs = `${product.computeId(name)}/updateSchedules?api-version=2024-10-01`
    await product.client.call('POST', theirs, { computeStartStop: [{ ...stop, status: 'Enabled' }] })
    await save()
    const both = page.getByRole('region', { name: 'Two versions' })
    await both.getByRole('list', { name: 'There now' }).getByText('Stop 15 23 * * * (UTC)').waitFor()
    await both.getByRole('list', { name: 'Yours' }).getByText('Stop 22:00').waitFor()
    expect(await seriousFaults(page)).toEqual([])
    expect(await schedulesOf()).toMatchObject([{ cron: { expression: '15 23 * * *' } }])
    await both.getByRole('button', { name: 'Save yours in its place' }).click()
    await page.getByRole('button', { name: 'Edit schedules' }).waitFor()
    expect(await schedulesOf()).toMatchObject([{ recurrence: { schedule: { hours: [22] } } }, { action: 'Start' }])
  })

  test('CI-107: another Owner sees it, is told why its applications stay closed, and is refused at their address', async () => {
    const ben = await product.client.call<{ properties: { objectId: string } }>(
      'GET',
      `${identity}/ben?${identityVersion}`,
    )
    const roles = `/subscriptions/${product.facts.subscriptionId}/providers/Microsoft.Authorization`
    await product.client.call('PUT', `${roles}/roleAssignments/${crypto.randomUUID()}?api-version=2022-04-01`, {
      properties: { roleDefinitionId: `${roles}/roleDefinitions/${owner}`, principalId: ben.properties.objectId },
    })
    const lab = await page.getByRole('link', { name: 'Jupyter Lab' }).getAttribute('href')
    const context = await browser.newContext()
    const his = await context.newPage()
    await his.goto(studio())
    await signIn(his, { userName: 'ben', password: 'correct horse battery' })
    await his.getByRole('link', { name, exact: true }).click()
    await his.getByText('Only the person it belongs to opens its applications.').waitFor()
    expect(await his.getByRole('link', { name: 'Jupyter Lab' }).count()).toBe(0)
    await his.getByRole('button', { name: 'Restart' }).waitFor()
    const refused = await his.goto(lab ?? '')
    await his.getByRole('heading', { name: `${name} belongs to someone else` }).waitFor()
    expect(refused?.status()).toBe(403)
    await context.close()
  })

  test('a sign-in that ends is renewed beside the form, which keeps what was typed', async () => {
    await page.getByRole('link', { name: 'Compute instances' }).click()
    await page.getByRole('button', { name: 'New', exact: true }).click()
    await page.getByRole('radio', { name: 'STANDARD_DS1_V2' }).check()
    await page.getByRole('button', { name: 'Schedules' }).click()
    await page.getByRole('checkbox', { name: /Create it stopped/ }).check()
    await product.client.call('POST', `${identity}/${product.facts.admin.userName}/signOut?${identityVersion}`)
    // What was signed in before is refused within five seconds; each name that is typed is asked about.
    const note = page.getByText('Your sign-in has ended').first()
    for (let asked = 0; !(await note.isVisible()); asked++) {
      await page.getByRole('textbox', { name: 'Name', exact: true }).fill(`kept-desk-${asked}`)
      await note.waitFor({ timeout: 1_000 }).catch(() => undefined)
    }
    const typed = await page.getByRole('textbox', { name: 'Name', exact: true }).inputValue()
    expect(typed).toMatch(/^kept-desk-/)
    await page.getByRole('checkbox', { name: /Create it stopped/, checked: true }).waitFor()
    expect(await seriousFaults(page)).toEqual([])
    const [beside] = await Promise.all([
      page.context().waitForEvent('page'),
      page.getByRole('button', { name: 'Sign in again' }).first().click(),
    ])
    await signIn(beside, admin())
    await note.waitFor({ state: 'hidden' })
    await page.getByRole('button', { name: 'Create', exact: true }).click()
    await page.getByRole('heading', { name: typed }).waitFor()
    await page.getByText('Stopped', { exact: true }).first().waitFor()
  })

  test('nothing failed in the page, and no markup became more than text', () => {
    expect(faults).toEqual([])
  })

  const studio = () => `http://carrel.localhost:${product.port + 1}/studio/`
  const admin = () => ({ userName: product.facts.admin.userName, password: product.password })

  async function denySize(vmSize: string): Promise<void> {
    const field = 'Microsoft.MachineLearningServices/workspaces/computes/vmSize'
    await assign('small', { field, equals: vmSize }, { effect: 'deny' })
  }

  async function appendTag(tag: string, value: string): Promise<void> {
    const isCompute = { field: 'type', equals: 'Microsoft.MachineLearningServices/workspaces/computes' }
    await assign('tagged', isCompute, { effect: 'append', details: [{ field: `tags.${tag}`, value }] })
  }

  async function assign(policy: string, condition: object, effect: object): Promise<void> {
    const policies = `/subscriptions/${product.facts.subscriptionId}/providers/Microsoft.Authorization`
    // biome-ignore lint/suspicious/noThenProperty: a rule is written so
    const policyRule = { if: condition, then: effect }
    const policyDefinitionId = `${policies}/policyDefinitions/${policy}`
    const version = 'api-version=2023-04-01'
    const definition = { properties: { mode: 'All', policyRule } }
    await product.client.call('PUT', `${policyDefinitionId}?${version}`, definition)
    const assignment = { properties: { policyDefinitionId } }
    await product.client.call('PUT', `${policies}/policyAssignments/${policy}?${version}`, assignment)
  }

  async function schedulesOf(): Promise<unknown> {
    const found = await product.client.call<{
      properties: { properties: { schedules: { computeStartStop: readonly unknown[] } } }
    }>('GET', `${product.computeId(name)}?api-version=2024-10-01`)
    return found.properties.properties.schedules.computeStartStop
  }
})
