// The machine's own Chromium, started with nothing but what a test machine needs.

import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'

const candidates = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Of whatever a page is waited for: a machine that comes up, a job that ends, where everything is slow. */
const patienceMs = 150_000

const deafToNetwork = fileURLToPath(new URL('deaf-to-network.py', import.meta.url))

const executablePath = candidates.find((path) => existsSync(path))

/** False where there is no Chromium; says so once. */
export function hasBrowser(): boolean {
  if (executablePath === undefined) console.log(`skipped: no Chromium at ${candidates.join(', ')}`)
  return executablePath !== undefined
}

export interface BrowserPlace {
  /** Makes of Chromium's path what starts it elsewhere. */
  wrapper(executablePath: string): Promise<string>
  readonly flags: readonly string[]
  /** Where it finds certificates it trusts. */
  readonly home: string
}

/** `place`: on another machine than this one. */
export async function openBrowser(place?: BrowserPlace): Promise<Browser> {
  const browser = await launch(place)
  browser.on('context', (context) => context.setDefaultTimeout(patienceMs))
  return browser
}

/** At the sign-in page: gives name and password. */
export async function signIn(page: Page, person: { userName: string; password: string }): Promise<void> {
  await page.getByLabel('User name').fill(person.userName)
  await page.getByLabel('Password').fill(person.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

async function launch(place?: BrowserPlace): Promise<Browser> {
  if (executablePath === undefined) throw new Error('Chromium is not installed')
  if (place === undefined) {
    const env = { ...process.env, PROGRAM: executablePath }
    return chromium.launch({ executablePath: deafToNetwork, args: flags, env })
  }
  return chromium.launch({
    executablePath: await place.wrapper(executablePath),
    args: [...flags, ...place.flags],
    env: { ...process.env, HOME: place.home },
  })
}
