// Pages as they look when everything is as long and as many as may be: nothing runs out of a phone or a desk's window, and
// axe finds nothing, light and dark. `CARREL_PICTURES` keeps each as a picture, in both themes and both widths, and
// `CARREL_LANGUAGE` shows them in another language (see docs/guides/adding-a-page.md).

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freePair } from '../support/free-pair.ts'
import { type StudioServer, startStudioServer } from '../support/studio-server.ts'
import { seriousFaults } from './check-axe.ts'
import { fillWorkplace, type Workplace } from './look/full-workplace.ts'
import { type PageToLookAt, pagesToLookAt } from './look/pages-to-look-at.ts'
import { sameNames } from './look/same-names.ts'
import { tooWide } from './look/too-wide.ts'
import { hasBrowser, openBrowser, signIn } from './open-browser.ts'

const folder = process.env['CARREL_PICTURES']
const language = process.env['CARREL_LANGUAGE'] ?? 'en'
/** Until the pages have the theme's ground, and nothing fades from one to the other; what never does is looked at as it is. */
const untilIn = (theme: Look['theme']) => `(async () => {
  const frame = () => new Promise(requestAnimationFrame)
  const isDark = () => Number(/\\d+/.exec(getComputedStyle(document.querySelector('#main')).backgroundColor)[0]) < 128
  const isFading = () => document.getAnimations().some((each) => each instanceof CSSTransition)
  for (let left = 300; left > 0 && (isDark() !== ${theme === 'dark'} || isFading()); left--) await frame()
})()`

interface Look {
  readonly theme: 'light' | 'dark'
  readonly width: number
}

const usualLooks: readonly Look[] = [
  { theme: 'light', width: 1280 },
  // The narrowest phone, and a desk's window at four times the size.
  { theme: 'dark', width: 320 },
]
const otherLooks: readonly Look[] = [
  { theme: 'dark', width: 1280 },
  { theme: 'light', width: 320 },
]
const looks = folder === undefined ? usualLooks : [...usualLooks, ...otherLooks]

/** So that lists and forms have a column for what things cost. */
const rates = { currency: 'EUR', perHour: { STANDARD_DS1_V2: 0.05, STANDARD_D2_V2: 0.12 } }

describe.skipIf(!hasBrowser())('the pages of a full workplace', () => {
  let server: StudioServer
  let browser: Browser
  let workplace: Workplace

  beforeAll(async () => {
    server = await startStudioServer({ port: await freePair(), configured: { rates } })
    workplace = await fillWorkplace(server)
    await server.listen()
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.[Symbol.asyncDispose]()
  })

  test('fit a desk and a phone, light and dark, and axe finds nothing', async () => {
    const page = await browser.newPage({ reducedMotion: 'reduce' })
    const faults: string[] = []
    page.on('pageerror', ({ message }) => faults.push(message))
    await page.goto(`${server.url}/`)
    await signIn(page, server)
    await page.locator('#main h1').waitFor()
    // Only now: the sign-in would be in that language too.
    await page.addInitScript(`localStorage.setItem('carrel.language', '${language}')`)
    for (const each of pagesToLookAt(workplace)) {
      await show(page, server.url, each)
      for (const look of looks) faults.push(...(await faultsOf(page, each.name, look)))
    }
    expect(faults).toEqual([])
  })
})

async function show(page: Page, url: string, { path, press }: PageToLookAt): Promise<void> {
  await page.setViewportSize({ width: 1280, height: 900 })
  await page.goto(`${url}${path}`)
  await page.locator('#main h1').waitFor()
  await page.locator('#main .fui-Spinner__label').first().waitFor({ state: 'detached' })
  await press?.(page)
}

async function faultsOf(page: Page, name: string, { theme, width }: Look): Promise<readonly string[]> {
  await page.setViewportSize({ width, height: 900 })
  await page.emulateMedia({ colorScheme: theme })
  await page.evaluate(untilIn(theme))
  const found = [...(await tooWide(page)), ...(await sameNames(page)), ...(await seriousFaults(page))]
  if (folder !== undefined) await keep(page, join(folder, language), `${name}-${theme}-${width}`)
  return found.map((fault) => `${name}, ${theme}, ${width} wide: ${fault}`)
}

/** All of it, however long. */
async function keep(page: Page, into: string, name: string): Promise<void> {
  await mkdir(into, { recursive: true })
  const { width = 1280, height = 900 } = page.viewportSize() ?? {}
  const whole = await page.evaluate<number>("document.querySelector('#main').scrollHeight + 60")
  await page.setViewportSize({ width, height: Math.min(Math.max(whole, height), 4_000) })
  await page.screenshot({ path: join(into, `${name}.png`) })
  await page.setViewportSize({ width, height })
}
