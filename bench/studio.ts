// The list of a thousand instances in Chromium: how much JavaScript its first load takes, when the list is there, and how
// long the page is busy with looking for one, sorting and selecting all. Prints medians; the last line says whether the
// first load is within its limit, and the exit status says the same.
//
//   npm run bench:studio [-- RUNS]

import type { Browser, Page } from 'playwright-core'
import { openBrowser, signIn } from '../test/e2e/open-browser.ts'
import { type StudioServer, startStudioServer } from './studio-server.ts'

const runs = Number(process.argv[2] ?? 7)
const count = 1_000
const mostKilobytes = 350

interface Measured {
  /** From the address to the list, the sign-in service's question and answer included. */
  readonly listMs: number
  /** From the page that comes after the sign-in to the list. */
  readonly pageMs: number
  readonly findMs: number
  readonly sortMs: number
  readonly selectMs: number
}

process.stderr.write(`starting a server with ${count} instances\n`)
await using server = await startStudioServer(count)
const browser = await openBrowser()
try {
  const bytes = await firstLoad(browser, server)
  report(await measured(browser, server), bytes / 1_000)
} finally {
  await browser.close()
}

/** What came over the wire for scripts until the list was there, in bytes. */
async function firstLoad(chromium: Browser, { listUrl, ...person }: StudioServer): Promise<number> {
  const context = await chromium.newContext()
  const page = await context.newPage()
  // The page is loaded once before the sign-in and once after it, then from the browser's cache.
  const sizes = new Map<string, Promise<number>>()
  page.on('requestfinished', (request) => {
    if (request.resourceType() !== 'script' || sizes.has(request.url())) return
    sizes.set(
      request.url(),
      request.sizes().then(({ responseBodySize }) => responseBodySize),
    )
  })
  await page.goto(listUrl)
  await signIn(page, person)
  await untilListed(page)
  const all = await Promise.all(sizes.values())
  await context.close()
  return all.reduce((sum, size) => sum + size, 0)
}

async function measured(chromium: Browser, { listUrl, ...person }: StudioServer): Promise<readonly Measured[]> {
  const page = await chromium.newPage({ viewport: { width: 1280, height: 900 } })
  await page.goto(listUrl)
  await signIn(page, person)
  await untilListed(page)
  const all: Measured[] = []
  for (let run = 0; run < runs; run++) {
    const start = performance.now()
    await page.goto(listUrl)
    const pageMs = await untilListed(page)
    const listMs = performance.now() - start
    // Whatever else the page still asks for is not what is measured.
    await page.waitForLoadState('networkidle')
    const findMs = await busyFor(page, typeInto('9'), `rows() < ${count + 1}`)
    await busyFor(page, typeInto(''), `rows() === ${count + 1}`)
    const sortMs = await busyFor(
      page,
      press('th button'),
      `document.querySelector('th[aria-sort=descending]') !== null`,
    )
    const isSelected = `document.querySelector('thead input[type=checkbox]').checked`
    const selectMs = await busyFor(page, press('thead input[type=checkbox]'), isSelected)
    all.push({ listMs, pageMs, findMs, sortMs, selectMs })
  }
  await page.close()
  return all
}

function press(selector: string): string {
  return `document.querySelector('${selector}').click()`
}

/** As React sees what is typed. */
function typeInto(text: string): string {
  return `
  const box = document.querySelector('input[type=search], [role=searchbox]')
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(box, '${text}')
  box.dispatchEvent(new Event('input', { bubbles: true }))`
}

/** From the act to the first frame after it in which `isDone`, in milliseconds. */
async function busyFor(page: Page, act: string, isDone: string): Promise<number> {
  return page.evaluate<number>(`(async () => {
    const rows = () => Number(document.querySelector('table').getAttribute('aria-rowcount'))
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    await frame()
    const start = performance.now()
    ${act}
    do await frame()
    while (!(${isDone}))
    await new Promise((resolve) => setTimeout(resolve))
    return performance.now() - start
  })()`)
}

/** Answers the page's own clock when the first rows were there, in milliseconds since it began to load. */
async function untilListed(page: Page): Promise<number> {
  await page.locator('tbody tr[aria-rowindex]').nth(5).waitFor({ timeout: 60_000 })
  return page.evaluate<number>('performance.now()')
}

function report(all: readonly Measured[], kilobytes: number): void {
  console.log(`${count} instances, medians of ${all.length} runs (least–most), milliseconds`)
  line('address → list, signing in again in between', all, 'listMs')
  line('page → list', all, 'pageMs')
  line('look for a name', all, 'findMs')
  line('sort', all, 'sortMs')
  line('select all', all, 'selectMs')
  const isWithin = kilobytes <= mostKilobytes
  if (!isWithin) process.exitCode = 1
  console.log(
    `JavaScript of the first load ${kilobytes.toFixed(0)} kB gzip, ${isWithin ? 'within' : 'over'} ${mostKilobytes}`,
  )
}

function line(label: string, all: readonly Measured[], member: keyof Measured): void {
  const sorted = all.map((each) => each[member]).toSorted((a, b) => a - b)
  const at = (part: number) => Math.round(sorted[Math.floor((sorted.length - 1) * part)] ?? 0)
  console.log(`  ${label.padEnd(46)} ${at(0.5)}  (${at(0)}–${at(1)})`)
}
