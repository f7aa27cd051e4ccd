// The files of a workspace in the web application, in Chromium on the running product: what people bring is theirs to
// read, whatever they call it and whatever is in it.

import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { carrel, type Product, startProduct } from '../support/product.ts'
import { seriousFaults } from './check-axe.ts'
import { hostileFiles, marker } from './hostile-files.ts'
import { hasBrowser, openBrowser, signIn } from './open-browser.ts'
import { pressInVain } from './press-in-vain.ts'

/** Keeps what the page says of a file of 20 MB, in the page's own `seen`. */
const watchProgress = `
  window.seen = []
  new MutationObserver(() => {
    const said = /Under way · ([^/]*) \\/ 20\\.0 MB/.exec(document.querySelector('main')?.textContent ?? '')?.[1]
    if (said !== undefined && window.seen.at(-1) !== said) window.seen.push(said)
  }).observe(document.body, { subtree: true, childList: true, characterData: true })
  undefined`

const isLaterPiece = (url: URL) => Number(url.searchParams.get('offset') ?? 0) > 0
const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

describe.skipIf(!hasBrowser())('the files of a workspace in the web application', () => {
  let product: Product
  let browser: Browser
  let page: Page
  let folder: string
  const faults: string[] = []

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'carrel-files-'))
    product = await startProduct()
    browser = await openBrowser()
    // Colours that are on their way from one to another have no contrast to speak of.
    page = await browser.newPage({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' })
    page.on('pageerror', (error) => faults.push(error.message))
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()))
    page.on('dialog', (dialog) => faults.push(`a dialog: ${dialog.message()}`))
    await page.goto(`http://carrel.localhost:${product.port + 1}/studio/`)
    await signIn(page, { userName: product.facts.admin.userName, password: product.password })
  })
  afterAll(async () => {
    await browser?.close()
    await product?.[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true })
  })

  const button = (name: string): Locator => page.getByRole('button', { name, exact: true })
  const entry = (name: string): Locator => page.getByRole('table').getByRole('link', { name, exact: true })

  async function upload(...files: { name: string; mimeType: string; buffer: Buffer }[]): Promise<void> {
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), button('Upload files').click()])
    await chooser.setFiles(files)
    for (const { name } of files) await entry(name).waitFor()
  }

  /** As somebody else. */
  async function putElsewhere(path: string, content: string): Promise<void> {
    const source = join(folder, 'theirs')
    await writeFile(source, content)
    await promisify(execFile)(carrel, ['files', 'put', source, path, '--overwrite', '--data', product.data])
  }

  async function downloaded(press: Locator): Promise<Buffer> {
    const [download] = await Promise.all([page.waitForEvent('download'), press.click()])
    return readFile(await download.path())
  }

  test('an empty share teaches, and what cannot be done says why', async () => {
    await page.getByRole('link', { name: 'Notebooks' }).click()
    await page.getByRole('heading', { name: 'Nothing is in this folder yet' }).waitFor()
    await pressInVain(button('Open in JupyterLab'), /None of your compute instances here runs/)
    expect(await seriousFaults(page)).toEqual([])
    await button('New folder').click()
    await page.getByRole('textbox', { name: 'Name' }).fill('a/b')
    await page.getByRole('dialog').getByText('A name has no / in it.').waitFor()
    await page.getByRole('textbox', { name: 'Name' }).fill('scripts')
    expect(await seriousFaults(page)).toEqual([])
    await button('Create').click()
    await entry('scripts').click()
    await page.getByRole('navigation', { name: 'Where this is' }).getByText('scripts').waitFor()
    expect(page.url()).toMatch(/\/files\?path=scripts$/)
  })

  test('CI-72, CI-81: a script is uploaded, browsed for in the form, and the instance is made with it', async () => {
    await upload({
      name: 'setup.sh',
      mimeType: 'text/x-sh',
      buffer: Buffer.from('#!/bin/bash\necho "$1" > made.txt\n'),
    })
    await page.getByRole('link', { name: 'Compute instances' }).click()
    await button('Create one').click()
    await page.getByRole('textbox', { name: 'Name' }).fill('ana-desk')
    await page.getByRole('radio', { name: /STANDARD_D2_V2/ }).check()
    await button('Set-up script').click()
    await page.getByRole('radio', { name: 'From the files of the workspace' }).check()
    await button('Browse').click()
    const picker = page.getByRole('dialog', { name: 'Choose a script' })
    await picker.getByRole('button', { name: 'scripts' }).click()
    await picker.getByRole('button', { name: 'setup.sh' }).waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await picker.getByRole('button', { name: 'setup.sh' }).click()
    await expect.poll(() => page.getByLabel('Path of the script').inputValue()).toBe('scripts/setup.sh')
    await page.getByLabel('Arguments').fill('done')
    await button('Create').click()
    await page.getByText('Running', { exact: true }).first().waitFor()
    await page.getByRole('link', { name: 'Notebooks' }).click()
    await page.getByRole('treeitem', { name: 'scripts' }).click()
    await entry('made.txt').click()
    await expect.poll(() => page.getByLabel('Content of the file').inputValue()).toBe('done\n')
    expect(await seriousFaults(page)).toEqual([])
  })

  test('an open file is opened in JupyterLab on an instance of one’s own, with a terminal beside it', async () => {
    await page.getByRole('link', { name: 'Terminal' }).waitFor()
    const [lab] = await Promise.all([
      page.context().waitForEvent('page'),
      page.getByRole('link', { name: 'Open in JupyterLab' }).click(),
    ])
    await lab.getByRole('tab', { name: 'made.txt' }).waitFor()
    await lab.close()
    await button('To the folder').click()
  })

  test('20 MB dropped on the folder are uploaded in pieces, their progress is seen, and they come back the same', async () => {
    const content = randomBytes(20_000_000)
    await page.evaluate(watchProgress)
    const dropped = await page.evaluateHandle(`(() => {
      const data = new DataTransfer()
      const bytes = Uint8Array.from(atob('${content.toString('base64')}'), (each) => each.charCodeAt(0))
      data.items.add(new File([bytes], 'big.bin'))
      return data
    })()`)
    await page.getByRole('region', { name: 'Files of this folder' }).dispatchEvent('drop', { dataTransfer: dropped })
    await page.getByText('Done · 20.0 MB').waitFor()
    expect(await seriousFaults(page)).toEqual([])
    const seen: string[] = await page.evaluate('window.seen')
    expect(seen).toEqual(expect.arrayContaining(['4.2 MB', '8.4 MB', '12.6 MB', '16.8 MB']))
    await page.getByRole('checkbox', { name: 'Select big.bin' }).check()
    expect(digest(await downloaded(button('Download')))).toBe(digest(content))
  })

  test('an upload that breaks off goes on from where it ended, without a word lost of what is there', async () => {
    const network = await page.context().newCDPSession(page)
    const set = (offline: boolean, uploadThroughput: number) =>
      network.send('Network.emulateNetworkConditions', {
        ...{ offline, uploadThroughput, downloadThroughput: -1, latency: 0 },
      })
    const offsets: number[] = []
    let failures = 0
    page.on('request', (request) => {
      const offset = new URL(request.url()).searchParams.get('offset')
      if (request.method() === 'PATCH' && offset !== null) offsets.push(Number(offset))
    })
    page.on('requestfailed', (request) => {
      if (request.url().includes('/uploads/')) failures += 1
    })
    await network.send('Network.enable')
    // From the second piece on it takes minutes: it breaks off in the middle, however late that is done.
    await page.route(isLaterPiece, (route) => set(false, 20_000).then(() => route.continue()), { times: 1 })
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), button('Upload files').click()])
    const content = randomBytes(12_000_000)
    await chooser.setFiles({ name: 'slow.bin', mimeType: 'application/octet-stream', buffer: content })
    await page.getByText('4.2 MB / 12.0 MB').waitFor()
    await set(true, -1)
    await expect.poll(() => failures).toBeGreaterThan(1)
    await set(false, -1)
    await page.getByText('Done · 12.0 MB').waitFor()
    expect(offsets.filter((offset) => offset === 0)).toHaveLength(1)
    expect(offsets.filter((offset) => offset > 0).length).toBeGreaterThan(1)
    await network.detach()
    await page.getByRole('checkbox', { name: 'Select slow.bin' }).check()
    await page.getByRole('checkbox', { name: 'Select big.bin' }).uncheck()
    expect(digest(await downloaded(button('Download')))).toBe(digest(content))
  })

  test('an upload that is canceled leaves nothing, and one whose name is taken asks before it replaces', async () => {
    const large = join(folder, 'large.bin')
    await writeFile(large, '')
    await truncate(large, 1_000_000_000)
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), button('Upload files').click()])
    // Its second piece never arrives.
    await page.route(isLaterPiece, () => undefined)
    await chooser.setFiles(large)
    await page.getByText('4.2 MB / 1.0 GB').waitFor()
    await button('Cancel scripts/large.bin').click()
    await page.getByText('Canceled').waitFor()
    await page.unroute(isLaterPiece)
    const again = { name: 'made.txt', mimeType: 'text/plain', buffer: Buffer.from('replaced\n') }
    await upload(again)
    await page.getByText('Something has this name already').waitFor()
    await button('Replace it scripts/made.txt').click()
    await page.getByText('Done · 9 B').waitFor()
    await button('Clear the finished ones').click()
    await entry('made.txt').click()
    await expect.poll(() => page.getByLabel('Content of the file').inputValue()).toBe('replaced\n')
    await button('To the folder').click()
    expect(await entry('large.bin').count()).toBe(0)
  })

  test('of two who change a file neither loses anything unasked: both versions are shown, and one is chosen', async () => {
    await entry('made.txt').click()
    const editor = page.getByLabel('Content of the file')
    await editor.fill('first\n')
    await button('Save').press('Enter')
    await page.getByText('Not saved yet').waitFor({ state: 'detached' })
    // It is off now, and whoever pressed it by key is still there.
    await button('Save').and(page.locator('[aria-disabled=true]:focus')).waitFor()
    await editor.fill('mine\n')
    await putElsewhere('scripts/made.txt', 'theirs\n')
    await button('Save').click()
    await page.getByText('Somebody changed this file meanwhile').waitFor()
    const side = (name: string) => page.getByRole('region', { name, exact: true })
    expect([await side('There now').textContent(), await side('Yours').textContent()]).toEqual(['theirs\n', 'mine\n'])
    expect(await seriousFaults(page)).toEqual([])
    await button('Save yours in its place').click()
    await page.getByText('Not saved yet').waitFor({ state: 'detached' })
    await editor.fill('mine again\n')
    await putElsewhere('scripts/made.txt', 'theirs again\n')
    await button('Save').click()
    await button('Take what is there').click()
    await expect.poll(() => editor.inputValue()).toBe('theirs again\n')
    await editor.fill('not saved\n')
    await page.getByRole('link', { name: 'Connect' }).click()
    await page.getByRole('alertdialog', { name: 'Leave without saving?' }).waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await button('Stay').click()
    await expect.poll(() => editor.inputValue()).toBe('not saved\n')
    await button('Save').click()
    await page.getByText('Not saved yet').waitFor({ state: 'detached' })
    await button('To the folder').click()
  })

  test('whatever names and contents do elsewhere, here they are text and pictures: nothing of them runs', async () => {
    await upload(...hostileFiles)
    // As another one's program may name it: the direction is turned in the middle.
    await putElsewhere('scripts/photo\u202Egnp.sh', '')
    const answered = Promise.withResolvers<void>()
    // The list is there, and the tree beside it is still being read.
    await page.route(/\/entries\?path=&/, (route) => answered.promise.then(() => route.continue()), { times: 1 })
    await page.reload()
    await entry('photo⟨U+202E⟩gnp.sh').waitFor()
    expect(await seriousFaults(page)).toEqual([])
    answered.resolve()
    for (const { name, shows, buffer } of hostileFiles) {
      await entry(name).click()
      if (shows !== undefined) await page.getByText(shows).first().waitFor()
      else await expect.poll(() => page.getByLabel('Content of the file').inputValue()).toBe(buffer.toString())
      expect(await seriousFaults(page)).toEqual([])
      expect(await page.locator('main').locator('iframe, script, object, embed, a[href^="javascript"]').count()).toBe(0)
      await button('To the folder').click()
    }
    await entry('hostile.ipynb').click()
    const notebook = page.getByRole('region', { name: 'Notebook' })
    await notebook.getByRole('img', { name: 'Output' }).waitFor()
    expect(await notebook.locator('a, svg, b, table, style').count()).toBe(0)
    expect(await page.evaluate(`typeof window.${marker}`)).toBe('undefined')
    expect(faults.filter((fault) => !/status of 4(09|12)|ERR_INTERNET_DISCONNECTED/.test(fault))).toEqual([])
    await button('To the folder').click()
  })

  test('several are renamed, packed and deleted, each time after a question where something is lost', async () => {
    await page.getByRole('checkbox', { name: 'Select made.txt' }).check()
    await button('Rename').click()
    await page.getByRole('textbox', { name: 'Name' }).fill('kept.txt')
    await page.getByRole('dialog').getByRole('button', { name: 'Rename' }).click()
    await entry('kept.txt').waitFor()
    await page.getByRole('checkbox', { name: 'Select kept.txt' }).check()
    await page.getByRole('checkbox', { name: 'Select setup.sh' }).check()
    expect((await downloaded(button('Download as zip'))).subarray(0, 2).toString()).toBe('PK')
    await button('Delete').click()
    const question = page.getByRole('alertdialog')
    await question.getByRole('listitem').nth(1).waitFor()
    expect(await question.getByRole('listitem').allTextContents()).toEqual(['kept.txt', 'setup.sh'])
    expect(await seriousFaults(page)).toEqual([])
    await question.getByRole('button', { name: 'Delete' }).click()
    await entry('big.bin').waitFor()
    await expect.poll(() => entry('kept.txt').count()).toBe(0)
  })

  test('who may only look sees names and no contents, and each button says why', async () => {
    const { client, facts } = product
    const ben = await client.call<{ properties: { password: string; objectId: string } }>(
      'PUT',
      '/providers/Carrel.Identity/users/ben?api-version=2026-11-01',
      {},
    )
    const reader = '/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7'
    const assignment = '/providers/Microsoft.Authorization/roleAssignments/5a7d2c1e-0000-4000-8000-000000000009'
    await client.call('PUT', `/subscriptions/${facts.subscriptionId}${assignment}?api-version=2022-04-01`, {
      properties: { roleDefinitionId: reader, principalId: ben.properties.objectId },
    })
    const other = await browser.newPage({ reducedMotion: 'reduce' })
    await other.goto(page.url())
    await signIn(other, { userName: 'ben', password: ben.properties.password })
    await other.getByRole('link', { name: 'big.bin' }).waitFor()
    for (const name of ['Upload files', 'New folder', 'Delete'])
      await expect
        .poll(() => other.getByRole('button', { name, exact: true }).getAttribute('aria-disabled'))
        .toBe('true')
    await pressInVain(
      other.getByRole('button', { name: 'New folder' }),
      'Your role here does not let you change files.',
    )
    await other.getByRole('link', { name: 'page.html' }).click()
    await other.getByText('Your role here shows the names of files, not what is in them.').waitFor()
    expect(await seriousFaults(other)).toEqual([])
    await other.context().close()
  })

  test('the page of lines to copy names this installation and this workspace', async () => {
    await page.getByRole('link', { name: 'Connect' }).click()
    const { endpoint, subscriptionId, resourceGroup, workspace } = product.facts
    await page.getByText(`carrel account set -g ${resourceGroup} -w ${workspace}`).waitFor()
    await page.getByText(`az cloud register --name Carrel --endpoint-resource-manager ${endpoint}`).waitFor()
    await page.getByText(`export AZURE_SUBSCRIPTION_ID=${subscriptionId}`).waitFor()
    expect(await seriousFaults(page)).toEqual([])
  })
})
