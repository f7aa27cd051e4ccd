// Jobs in the web application, by what a person sees: from a form to a log that grows, as text and back, ended, submitted
// again; a log that would be markup; what a reader is told; and a sign-in that ends over a form.

import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Product, startProduct } from '../support/product.ts'
import { seriousFaults } from './check-axe.ts'
import { hasBrowser, openBrowser, signIn } from './open-browser.ts'
import { pressInVain } from './press-in-vain.ts'

const version = 'api-version=2018-05-01'
const identity = '/providers/Carrel.Identity/users'
const identityVersion = 'api-version=2026-11-01'
const reader = 'acdd72a7-3385-48ef-bd42-f606fba81ae7'
const markup = '<img src=x onerror=alert(1)>'
/** Prints markup and colours, then a line for each that it is told to go on. */
const hostile = `printf '${markup} \\033[31mred\\033[0m \\033]0;title\\007\\u202Eend\\n'; echo bad >&2; i=0; while [ $i -lt 40 ]; do i=$((i+1)); echo "step $i loss 0.$i"; sleep 0.05; done; touch "$AZ_BATCHAI_OUTPUT_MODEL/<b>weights.bin"; exit 3`

describe.skipIf(!hasBrowser())('jobs in the web application', () => {
  let product: Product
  let browser: Browser
  let page: Page
  const faults: string[] = []

  beforeAll(async () => {
    product = await startProduct()
    browser = await openBrowser()
    page = await browser.newPage({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' })
    page.on('pageerror', (error) => faults.push(error.message))
    page.on('dialog', (dialog) => faults.push(`a dialog: ${dialog.message()}`))
    await page.goto(studio())
    await signIn(page, { userName: product.facts.admin.userName, password: product.password })
  })
  afterAll(async () => {
    await browser?.close()
    await product?.[Symbol.asyncDispose]()
  })

  test('BA-38: no jobs, and no cluster for one, teach what to do', async () => {
    await page.getByRole('link', { name: 'Jobs', exact: true }).click()
    await page.getByRole('heading', { name: 'No job yet' }).waitFor()
    await page.getByText('carrel job submit NAME --cluster CLUSTER -- COMMAND').waitFor()
    await page.getByRole('button', { name: 'Submit a job' }).click()
    await page.getByRole('heading', { name: 'No cluster yet' }).waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await makeCluster()
    await page.getByLabel('Cluster').waitFor()
  })

  test('BA-18, BA-38: the form says what is wrong before the click, and is the same as its text', async () => {
    await page.getByText('It scales by itself up to 2 nodes', { exact: false }).waitFor()
    const submit = page.getByRole('button', { name: 'Submit', exact: true })
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('not a name')
    await page.getByText('A name has 1 to 64 letters, digits, - and _.').first().waitFor()
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('hostile')
    await pressInVain(submit, 'Say what it runs.')
    await page.getByLabel('Command').fill(hostile)
    await page.getByLabel('Nodes').fill('3')
    await page.getByText('pool has at most 2 nodes.').first().waitFor()
    await page.getByLabel('Nodes').fill('1')
    await page.getByRole('button', { name: 'Variables and secrets' }).click()
    await page.getByRole('button', { name: 'Add a variable' }).click()
    const variable = page.getByRole('group', { name: 'Variable 1' })
    await variable.getByLabel('Name').fill('WORD')
    await variable.getByLabel('Value').fill(markup)
    await page.getByRole('button', { name: 'Add a secret' }).click()
    const secret = page.getByRole('group', { name: 'Secret 1' })
    await secret.getByLabel('Name').fill('API_KEY')
    await secret.getByLabel('Value').fill('never shown')
    await page.getByRole('button', { name: 'Preparation and time' }).click()
    await page.getByLabel('Longest time').fill('6')
    expect(await seriousFaults(page)).toEqual([])

    await page.getByRole('tab', { name: 'As text' }).click()
    const text = page.getByLabel('Job as text')
    const written = await text.inputValue()
    expect(written).toContain('nodeCount: 1')
    expect(written).toContain('maxWallClockTime: PT6H')
    await text.fill(written.replace('nodeCount: 1', 'nodeCount: two'))
    await page.getByRole('button', { name: /^Line \d+: nodeCount has to be a number\.$/ }).waitFor()
    await page.getByText('The form comes back when the text is mended.').waitFor()
    await text.fill(`${written}    outputDirectories:\n  bad: [\n`)
    await page.getByRole('list', { name: 'What is wrong' }).waitFor()
    const output = '  outputDirectories:\n    - id: MODEL\n      pathPrefix: $AZ_BATCHAI_MOUNT_ROOT/disks\n'
    await text.fill(written + output)
    await page.getByRole('list', { name: 'What is wrong' }).waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'JSON', exact: true }).click()
    expect(JSON.parse(await text.inputValue())).toMatchObject({
      properties: { nodeCount: 1, environmentVariables: [{ name: 'WORD', value: markup }] },
    })
    expect(await seriousFaults(page)).toEqual([])
    await page.getByRole('tab', { name: 'Form' }).click()
    await page.getByRole('button', { name: 'Output and directories' }).click()
    const directory = page.getByRole('group', { name: 'Output directory 1' })
    await expect.poll(() => directory.getByLabel('Id').inputValue()).toBe('MODEL')
    const review = page.getByRole('region', { name: 'Review' })
    await review.getByRole('button', { name: 'az', exact: true }).click()
    await review.getByText(/az batchai job create --name hostile --cluster pool/).waitFor()
    expect(await review.getByText('never shown').count()).toBe(0)
    await review.getByRole('button', { name: 'Check policies and rights' }).click()
    await review.getByText('Nothing stands against it.').waitFor()
    await submit.click()
    await page.getByRole('heading', { name: 'hostile', exact: true }).waitFor()
  })

  test('BA-38: its log is live and inert, is searched, and its files, exit code and reason are there', async () => {
    const panel = page.getByRole('region', { name: 'Log', exact: true })
    const log = page.getByRole('log')
    await log.getByText(`${markup} red ⟨U+202E⟩end`).waitFor()
    await page.getByText('Failed', { exact: true }).first().waitFor()
    await page.getByText('The job ended with exit status 3.').first().waitFor()
    await panel.getByText('That is all of it.').waitFor()
    await log.getByText('step 40 loss 0.40').waitFor()
    await panel.getByLabel('Find in the log').fill('LOSS 0.1')
    await panel.getByText('Lines found: 11').waitFor()
    await panel.getByRole('button', { name: 'Next match' }).click()
    await panel.getByText('1 of 11 lines found').waitFor()
    await expect.poll(() => log.locator('mark').first().textContent()).toBe('loss 0.1')
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      panel.getByRole('link', { name: /^Download/ }).click(),
    ])
    expect(download.suggestedFilename()).toBe('stdout.txt')
    await panel.getByLabel('File', { exact: true }).selectOption('stderr.txt')
    await log.getByText('bad', { exact: true }).waitFor()
    const files = page.getByRole('region', { name: 'Files' })
    await files.getByRole('link', { name: 'stdout.txt' }).waitFor()
    await files.getByLabel('Output directory').selectOption('MODEL')
    await files.getByRole('link', { name: '<b>weights.bin' }).waitFor()
    const environment = page.getByRole('region', { name: 'Environment' })
    await environment.getByText(markup).waitFor()
    await environment.getByText('secret: shown to nobody').waitFor()
    expect(await page.getByText('never shown').count()).toBe(0)
    expect(await page.getByRole('main').locator('img').count()).toBe(0)
    expect(await seriousFaults(page)).toEqual([])
  })

  test('BA-38: submitting again begins with the same, asks for its secrets, and the job is ended from its page', async () => {
    await page.getByRole('button', { name: 'Submit again' }).click()
    await page.getByRole('heading', { name: 'New job' }).waitFor()
    const name = page.getByRole('textbox', { name: 'Name', exact: true })
    await expect.poll(() => name.first().inputValue()).toBe('hostile-2')
    const submit = page.getByRole('button', { name: 'Submit', exact: true })
    await pressInVain(submit, 'Give the value: secrets are shown to nobody.')
    await page.getByRole('button', { name: 'Variables and secrets' }).click()
    await page.getByRole('button', { name: 'Remove Secret 1' }).click()
    await name.first().fill('long')
    await page.getByLabel('Command').fill('i=0; while sleep 0.2; do i=$((i+1)); echo "epoch $i"; done')
    await submit.click()
    await page.getByRole('heading', { name: 'long', exact: true }).waitFor()
    // Only the lines in view are in the page, and the view follows the end.
    await page
      .getByRole('log')
      .getByText(/^epoch \d+$/)
      .first()
      .waitFor()
    await page
      .getByRole('region', { name: 'Nodes' })
      .getByText(/^ssh USER@\S+ -p \d+$/)
      .waitFor()
    await page.getByRole('button', { name: 'Pause' }).click()
    await page.getByText('Paused: what comes is read when it goes on.').waitFor()
    await page.getByRole('button', { name: 'Go on' }).click()
    expect(await seriousFaults(page)).toEqual([])
    await page.getByRole('button', { name: 'Cancel the job' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'End it now' }).click()
    await page.getByText('Canceled', { exact: true }).first().waitFor()
    await page.getByText('The job was ended on request.').first().waitFor()
  })

  test('BA-38: MPI starts a job as often as the form says', async () => {
    await page.getByRole('button', { name: 'Submit again' }).click()
    const name = page.getByRole('textbox', { name: 'Name', exact: true })
    await expect.poll(() => name.first().inputValue()).toBe('long-2')
    await name.first().fill('hostile')
    await page.getByText('There is a job of this name in the experiment: choose another.').first().waitFor()
    await name.first().fill('twice')
    await page.getByLabel('Command').fill('echo one process')
    await page.getByRole('radio', { name: 'By MPI, on all of them' }).check()
    await page.getByLabel('Processes').fill('0')
    await page.getByText('Give a whole number of processes.').first().waitFor()
    await page.getByLabel('Processes').fill('2')
    await page
      .getByText(/^carrel job submit twice .*--mpi --processes 2/)
      .or(page.getByText(/"processCount": 2/))
      .waitFor()
    await page.getByRole('button', { name: 'Submit', exact: true }).click()
    await page.getByRole('heading', { name: 'twice', exact: true }).waitFor()
    await page.getByText('That is all of it.').waitFor()
    await expect.poll(() => page.getByRole('log').getByText('one process', { exact: true }).count()).toBe(2)
  })

  test('PO-07, BA-38: a job that waits is told its place and why, the list finds and deletes', async () => {
    await jobs('first', { commandLine: 'sleep 600', nodeCount: 2 })
    await jobs('second', { commandLine: 'sleep 600', nodeCount: 2 })
    await jobs('third', { commandLine: 'sleep 600', nodeCount: 1 })
    await page.getByRole('link', { name: 'Jobs', exact: true }).click()
    await rowOf('first').getByText('Running').waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await page.getByRole('link', { name: 'third', exact: true }).click()
    await page.getByText('Place 2 of 2 in the queue of pool').waitFor()
    await page.getByText('Others go before it.').waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await page.getByRole('link', { name: 'Jobs', exact: true }).click()
    await page.getByLabel('State', { exact: true }).selectOption('queued')
    await page.getByLabel('Find', { exact: true }).fill('ir')
    await page.waitForURL(/state=queued/)
    await page.getByRole('checkbox', { name: 'Select third' }).check()
    await expect.poll(() => page.getByRole('row').count()).toBe(2)
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
    await page.getByText('None of them matches.').waitFor()
    await page.getByLabel('State', { exact: true }).selectOption('')
    await page.getByLabel('Find', { exact: true }).fill('')
    await page.getByRole('checkbox', { name: 'Mine only' }).check()
    await rowOf('long').waitFor()
    await rowOf('first').waitFor({ state: 'detached' })
    await page.getByRole('checkbox', { name: 'Mine only' }).uncheck()
    for (const name of ['first', 'second']) await page.getByRole('checkbox', { name: `Select ${name}` }).check()
    await page.getByRole('button', { name: 'Cancel jobs' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'End it now' }).click()
    for (const name of ['first', 'second']) await rowOf(name).getByText('Canceled').first().waitFor()
  })

  test('a reader sees jobs and is told why the log stays closed and nothing can be pressed', async () => {
    const { properties } = await product.client.call<{ properties: { objectId: string } }>(
      'PUT',
      `${identity}/ben?${identityVersion}`,
      { displayName: 'Ben', password: 'correct horse battery' },
    )
    const roles = `/subscriptions/${product.facts.subscriptionId}/providers/Microsoft.Authorization`
    await product.client.call('PUT', `${roles}/roleAssignments/${crypto.randomUUID()}?api-version=2022-04-01`, {
      properties: { roleDefinitionId: `${roles}/roleDefinitions/${reader}`, principalId: properties.objectId },
    })
    const context = await browser.newContext({ reducedMotion: 'reduce' })
    const his = await context.newPage()
    await his.goto(studio())
    await signIn(his, { userName: 'ben', password: 'correct horse battery' })
    await his.getByRole('link', { name: 'Jobs', exact: true }).click()
    await his.getByRole('link', { name: 'hostile', exact: true }).click()
    await his.getByText('Your roles here do not let you read what jobs print', { exact: false }).waitFor()
    await pressInVain(his.getByRole('button', { name: 'Submit again' }), 'Your roles here do not let you submit jobs.')
    expect(await his.getByRole('heading', { name: 'hostile' }).isVisible()).toBe(true)
    expect(await seriousFaults(his)).toEqual([])
    await context.close()
  })

  test('a sign-in that ends is renewed beside the form, which keeps what was typed', async () => {
    await page.getByRole('button', { name: 'Submit a job' }).click()
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('kept')
    await page.getByLabel('Command').fill('echo kept')
    await product.client.call('POST', `${identity}/${product.facts.admin.userName}/signOut?${identityVersion}`)
    // What was signed in before is refused within five seconds.
    const note = page.getByText('Your sign-in has ended').first()
    for (;;) {
      await page.getByRole('button', { name: 'Check policies and rights' }).click()
      const told = note.or(page.getByText('Nothing stands against it.')).first()
      await told.waitFor()
      if (await note.isVisible()) break
      await page.getByLabel('Command').press('End')
      await page.getByLabel('Command').pressSequentially('.')
    }
    const typed = await page.getByLabel('Command').inputValue()
    const [beside] = await Promise.all([
      page.context().waitForEvent('page'),
      page.getByRole('button', { name: 'Sign in again' }).first().click(),
    ])
    await signIn(beside, { userName: product.facts.admin.userName, password: product.password })
    await page.getByText('You are signed in again: go on where you were.').waitFor()
    await expect.poll(() => page.getByLabel('Command').inputValue()).toBe(typed)
    await page.getByRole('button', { name: 'Submit', exact: true }).click()
    await page.getByRole('heading', { name: 'kept', exact: true }).waitFor()
    await page.getByRole('log').getByText(typed.replace('echo ', ''), { exact: true }).waitFor()
  })

  test('nothing failed in the page, and no markup became more than text', () => {
    expect(faults).toEqual([])
  })

  const studio = () => `http://carrel.localhost:${product.port + 1}/studio/`
  const rowOf = (name: string): Locator =>
    page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) })
  const batch = () => {
    const { subscriptionId, resourceGroup, workspace } = product.facts
    return `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.BatchAI/workspaces/${workspace}`
  }

  async function makeCluster(): Promise<void> {
    const userAccountSettings = { adminUserName: 'ana', adminUserPassword: 'a long secret' }
    const dataDisks = { diskSizeInGB: 10, diskCount: 1, storageAccountType: 'Standard_LRS' }
    const vmSize = 'STANDARD_D1_V2'
    await product.client.call('PUT', `${batch()}?${version}`, { location: 'local' })
    await product.client.call('PUT', `${batch()}/fileServers/disks?${version}`, {
      properties: { vmSize, sshConfiguration: { userAccountSettings }, dataDisks },
    })
    const fileServers = [{ fileServer: { id: `${batch()}/fileServers/disks` }, relativeMountPath: 'disks' }]
    await product.client.call('PUT', `${batch()}/clusters/pool?${version}`, {
      properties: {
        ...{ vmSize, userAccountSettings, nodeSetup: { mountVolumes: { fileServers } } },
        scaleSettings: { autoScale: { minimumNodeCount: 0, maximumNodeCount: 2 } },
      },
    })
  }

  async function jobs(name: string, of: { readonly commandLine: string; readonly nodeCount: number }): Promise<void> {
    await product.client.call('PUT', `${batch()}/experiments/default/jobs/${name}?${version}`, {
      properties: {
        cluster: { id: `${batch()}/clusters/pool` },
        nodeCount: of.nodeCount,
        customToolkitSettings: { commandLine: of.commandLine },
        stdOutErrPathPrefix: '$AZ_BATCHAI_MOUNT_ROOT/disks',
      },
    })
  }
})
