// The terminal app in a browser: a shell that outlives the page.

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Product, startProduct } from '../support/product.ts'
import { hasBrowser, openBrowser, signIn } from './open-browser.ts'

const name = 'term-desk'

describe.skipIf(!hasBrowser())('the terminal in a browser', () => {
  let product: Product
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    product = await startProduct()
    await product.createInstance(name)
    browser = await openBrowser()
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    page = await context.newPage()
    await page.goto(`http://${name}-term.localhost:${product.port + 1}/`)
    await signIn(page, { userName: product.facts.admin.userName, password: product.password })
  })
  afterAll(async () => {
    await browser?.close()
    await product?.[Symbol.asyncDispose]()
  })

  test('opens a shell of the instance’s user and runs what is typed', async () => {
    await untilShown(`azureuser@${name}:~$`)
    await type('echo $((6*7)) from $USER')
    await untilShown('42 from azureuser')
  })

  test('tells the shell how large it is, also when it changes', async () => {
    const before = await sizeShown('one')
    await page.setViewportSize({ width: 800, height: 500 })
    await expect.poll(async () => (await sizeShown('two')).columns).toBeLessThan(before.columns)
    expect((await sizeShown('three')).rows).toBeLessThan(before.rows)
  })

  test('after a reload it is the same shell, with what it printed', async () => {
    await type('kept=$((40+2)); echo before the reload is $kept')
    await untilShown('before the reload is 42')
    await page.reload()
    await untilShown('before the reload is 42')
    await type('echo after the reload is $kept')
    await untilShown('after the reload is 42')
  })

  test('another tab has a shell of its own', async () => {
    const other = await page.context().newPage()
    await other.goto(page.url())
    await expect.poll(() => textOf(other)).toContain(`azureuser@${name}:~$`)
    expect(await textOf(other)).not.toContain('before the reload')
    await other.close()
  })

  test('a shell that ends is followed by another at the next key', async () => {
    await type('exit')
    await untilShown('press a key for a new shell')
    await page.keyboard.press('Enter')
    await expect.poll(() => textOf(page)).not.toContain('press a key for a new shell')
    await type('echo kept is now [$kept]')
    await untilShown('kept is now []')
  })

  async function type(line: string): Promise<void> {
    await page.getByRole('textbox', { name: 'Terminal input' }).focus()
    await page.keyboard.type(`${line}\n`)
  }

  const untilShown = (text: string) => expect.poll(() => textOf(page)).toContain(text)

  /** What `stty` says; `mark` tells one answer from another. */
  async function sizeShown(mark: string): Promise<{ rows: number; columns: number }> {
    await type(`echo "${mark}=$(stty size)"`)
    const pattern = new RegExp(`^${mark}=(\\d+) (\\d+)`, 'm')
    await expect.poll(() => textOf(page)).toMatch(pattern)
    const [, rows, columns] = [...(await textOf(page)).matchAll(new RegExp(pattern, 'gm'))].at(-1) ?? []
    return { rows: Number(rows), columns: Number(columns) }
  }
})

/** The lines on the screen; a terminal has no roles to find them by. */
async function textOf(page: Page): Promise<string> {
  const rows = await page.getByRole('main').locator('.xterm-rows > div').allTextContents()
  return rows.map((row) => row.replaceAll('\u00a0', ' ').trimEnd()).join('\n')
}
