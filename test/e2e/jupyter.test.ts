// From the link that `up` prints to a Python cell, in a browser, as a person goes.

import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Product, startProduct } from '../support/product.ts'
import { openNotebook, runCell, untilIdle, untilLauncher } from './jupyter-lab.ts'
import { hasBrowser, openBrowser, signIn } from './open-browser.ts'

describe.skipIf(!hasBrowser())('JupyterLab in a browser', () => {
  let product: Product
  let browser: Browser
  let context: BrowserContext
  let page: Page
  let link: string
  let ownFolder: string

  beforeAll(async () => {
    product = await startProduct([])
    link = product.facts.instance?.jupyterUrl ?? ''
    ownFolder = `/home/azureuser/cloudfiles/code/Users/${product.facts.admin.userName}`
    browser = await openBrowser()
    context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    page = await context.newPage()
  })
  afterAll(async () => {
    await browser?.close()
    await product?.[Symbol.asyncDispose]()
  })

  test('the link asks to sign in, says what for, and refuses a wrong password', async () => {
    await page.goto(link)
    expect(new URL(page.url()).hostname).toBe('carrel.localhost')
    await expect
      .poll(() => page.getByRole('main').textContent())
      .toContain(`JupyterLab on ${product.facts.instance?.name}`)
    await signIn(page, { userName: product.facts.admin.userName, password: 'not it' })
    await page.getByRole('alert').waitFor()
    await expect.poll(() => page.getByLabel('User name').inputValue()).toBe(product.facts.admin.userName)
  })

  test('signed in, JupyterLab shows at the link', async () => {
    await signIn(page, { userName: product.facts.admin.userName, password: product.password })
    await untilLauncher(page)
    expect(page.url()).toBe(link)
  })

  test('a Python cell runs: arithmetic, the home folder, git, the administrator’s rights', async () => {
    await openNotebook(page)
    await runCell(page, "kept = 6 * 7\nprint('six times seven is', kept)", 'six times seven is 42')
    await runCell(page, '!pwd', '/home/azureuser')
    await runCell(page, '!git --version', /git version 2\.\d+/)
    await runCell(page, '!echo $(sudo id -u -n) may do anything', 'root may do anything')
  })

  test('a file in the own folder of the workspace is written', async () => {
    await runCell(
      page,
      `from pathlib import Path\nprint(Path('${ownFolder}/note.txt').write_text('on the share'), 'characters')`,
      '12 characters',
    )
  })

  test('a reload asks for nothing and meets the same kernel', async () => {
    await page.getByRole('button', { name: /^Save and create checkpoint/ }).click()
    await page.reload()
    await untilIdle(page)
    expect(new URL(page.url()).hostname).toBe(new URL(link).hostname)
    await runCell(page, "print('still', kept)", 'still 42')
  })

  test('a second instance opens without another sign-in and sees the same files of the workspace', async () => {
    await product.createInstance('second-desk')
    await page.goto(link.replace(product.facts.instance?.name ?? '', 'second-desk'))
    await untilLauncher(page)
    expect(new URL(page.url()).hostname).toBe('second-desk-lab.localhost')
    await openNotebook(page)
    await runCell(page, `!cat ${ownFolder}/note.txt`, /on the share/)
  })

  test('the sign-in page’s own address lists what is theirs, and opens it', async () => {
    const home = `http://carrel.localhost:${product.port + 1}/`
    await page.goto(home)
    await page.getByRole('link', { name: `JupyterLab on ${product.facts.instance?.name}` }).waitFor()
    await page.getByRole('link', { name: 'Terminal on second-desk' }).click()
    await page.getByRole('textbox', { name: 'Terminal input' }).waitFor()
    expect(new URL(page.url()).hostname).toBe('second-desk-term.localhost')
  })

  test('signing out closes every app of this browser', async () => {
    await page.goto(`http://carrel.localhost:${product.port + 1}/`)
    await page.getByRole('link', { name: 'Sign out' }).click()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Signed out' }).waitFor()
    await page.goto(link)
    await page.getByLabel('Password').waitFor()
  })

  test('another browser is asked to sign in', async () => {
    const stranger = await browser.newContext()
    const page = await stranger.newPage()
    await page.goto(link)
    await page.getByLabel('Password').waitFor()
    expect(new URL(page.url()).hostname).toBe('carrel.localhost')
    await stranger.close()
  })
})
