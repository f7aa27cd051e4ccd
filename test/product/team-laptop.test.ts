// The second person's first day: the command line from the server, a browser that trusts the authority's file, and pages
// of other apps that want to do things in their name.

import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openNotebook, runCell, untilLauncher } from '../e2e/jupyter-lab.ts'
import { hasBrowser, openBrowser, signIn } from '../e2e/open-browser.ts'
import { runCarrel } from '../support/carrel-command.ts'
import type { Outcome } from '../support/second-network.ts'
import { canHaveSecondNetwork, startTeam, type Team } from '../support/team.ts'
import { trustInChromium } from '../support/trusting-home.ts'

let team: Team
/** Undefined where none can be had that trusts the authority. */
let browser: Browser | undefined
/** Where npm put the command line. */
let prefix: string

const isPossible = await canHaveSecondNetwork()

describe.skipIf(!isPossible)('a laptop', () => {
  beforeAll(async () => {
    team = await startTeam(['one-desk-lab', 'one-desk-term', 'two-desk-lab'])
    await Promise.all(['one-desk', 'two-desk'].map((name) => team.product.createInstance(name)))
    prefix = join(team.home, 'npm')
    await mkdir(prefix)
    browser = await openTrustingBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await team?.[Symbol.asyncDispose]()
  })

  describe('with npm', () => {
    test('installs the command line from the server, and asks nobody else', async () => {
      const args = ['install', '--global', '--prefix', prefix, '--cafile', team.caFile, `${team.origin}/cli/carrel.tgz`]
      const installed = await team.laptop.run('npm', args, { env: laptopEnvironment() })
      expect(installed).toMatchObject({ code: 0 })
      const help = await command(['--help'])
      expect(help).toMatchObject({ code: 0, stdout: expect.stringContaining('compute') })
      expect(help.stdout).not.toMatch(/^ +(up|down|serve)\b/m)
    })

    test('signs in to the server it came from, and lists what is there', async () => {
      const { clientId, clientSecret } = team.product.facts.principal
      const signedIn = await command(['login', '--service-principal', '-u', clientId, '-p', clientSecret])
      expect(signedIn).toMatchObject({ code: 0, stdout: expect.stringContaining(team.origin) })
      const listed = await command(['compute', 'list'])
      expect(listed).toMatchObject({ code: 0 })
      for (const name of ['one-desk', 'two-desk']) expect(listed.stdout).toContain(name)
    })

    test('an older Node is told so in one sentence', async () => {
      const script = `process.versions.node === '18.0.0' || Object.defineProperty(process, 'versions', { value: { node: '18.0.0' } }); require('${prefix}/lib/node_modules/carrel/carrel.cjs')`
      const old = await team.laptop.run(process.execPath, ['-e', script], { env: laptopEnvironment() })
      expect(old).toMatchObject({ code: 1, stderr: expect.stringMatching(/needs Node 24 or later; this is 18.0.0/) })
    })
  })

  describe.skipIf(!hasBrowser())('of the second person', () => {
    let password: string

    test('has an account after the administrator said two commands', async () => {
      const { data } = team.product
      const created = await runCarrel('user', 'create', 'ben', '--data', data, '--output', 'json')
      expect(created).toMatchObject({ code: 0 })
      password = JSON.parse(created.stdout).properties.password
      const role = ['role', 'assignment', 'create', '--assignee', 'ben', '--role', 'Contributor', '--data', data]
      expect(await runCarrel(...role)).toMatchObject({ code: 0 })
    })

    test('signs in with a code, makes an instance, and opens it by SSH and in the browser', async (context) => {
      if (browser === undefined) return context.skip()
      const login = team.laptop.start(carrelFile(), ['login', '--use-device-code'], { env: laptopEnvironment() })
      const ended = once(login, 'exit')
      const [, url = '', code = ''] = await said(login, /open (\S+) in any browser and enter the code (\S+)/)
      expect(new URL(url).origin).toBe(team.origin)
      const page = await (await browser.newContext()).newPage()
      await page.goto(url)
      await page.getByLabel('Code').fill(code)
      await page.getByRole('button', { name: 'Next' }).click()
      await page.getByRole('button', { name: 'Continue' }).click()
      await signIn(page, { userName: 'ben', password })
      expect(await ended).toEqual([0, null])

      expect(await command(['compute', 'create', 'ben-desk', '--generate-ssh-key'])).toMatchObject({ code: 0 })
      const shell = await command(['compute', 'ssh', 'ben-desk', '--', 'hostname'])
      expect(shell).toMatchObject({ code: 0, stdout: 'ben-desk\n' })
      const opened = await command(['compute', 'open', 'ben-desk', '--no-browser'])
      expect(opened.stdout).toBe(`${team.originOf('ben-desk-lab')}/lab\n`)
      await page.goto(opened.stdout.trim())
      await untilLauncher(page)
      // What is the administrator's stays theirs.
      await page.goto(`${team.originOf('one-desk-lab')}/lab`)
      await page.getByText('belongs to someone else').waitFor()
      await page.context().close()
    })
  })

  describe.skipIf(!hasBrowser())('with a browser', () => {
    let page: Page

    beforeAll(async () => {
      if (browser !== undefined) page = await (await browser.newContext()).newPage()
    })

    test('signs in to JupyterLab and runs a cell', async (context) => {
      if (browser === undefined) return context.skip()
      await page.goto(`${team.originOf('one-desk-lab')}/lab`)
      expect(new URL(page.url()).origin).toBe(team.origin)
      await signIn(page, { userName: team.product.facts.admin.userName, password: team.product.password })
      await untilLauncher(page)
      expect(page.url()).toBe(`${team.originOf('one-desk-lab')}/lab`)
      await openNotebook(page)
      await runCell(page, "print('six times seven is', 6 * 7)", 'six times seven is 42')
    })

    test('what says who is signed in is bound to one host', async (context) => {
      if (browser === undefined) return context.skip()
      const cookies = await page.context().cookies()
      const sessions = cookies.filter(({ name }) => /session$|_app$/.test(name))
      expect(sessions.map(({ name }) => name).sort()).toEqual(['__Host-carrel_app', '__Host-carrel_session'])
      for (const cookie of sessions) expect(cookie).toMatchObject({ secure: true, httpOnly: true, path: '/' })
    })

    test('an app’s page is same-site to another’s, and can do nothing there', async (context) => {
      if (browser === undefined) return context.skip()
      const sibling = team.originOf('two-desk-lab')
      // Signed in there as well, so that its cookie goes along.
      await page.goto(`${sibling}/lab`)
      await untilLauncher(page)
      await page.goto(`${team.originOf('one-desk-lab')}/lab`)
      const tried = await page.evaluate(trySibling, sibling)
      expect(tried).toEqual({ read: 'refused', posted: 'opaque', socket: 'refused' })
      await page.goto(`${sibling}/api/contents`)
      expect(await page.locator('body').textContent()).not.toContain('Untitled')
    })

    test('nor sign the person out, nor in as somebody else', async (context) => {
      if (browser === undefined) return context.skip()
      await page.goto(`${team.originOf('one-desk-lab')}/api/status`)
      await page.evaluate(tryToPlant, team.domain)
      await page.goto(`${team.origin}/`)
      await page.getByRole('link', { name: 'JupyterLab on one-desk' }).waitFor()
    })
  })
})

async function openTrustingBrowser(): Promise<Browser | undefined> {
  const { laptop, domain, home, caFile } = team
  if (!hasBrowser() || !(await trustInChromium(home, caFile))) return undefined
  const flags = [`--host-resolver-rules=MAP *.${domain} ${laptop.address}`]
  return openBrowser({ wrapper: (path) => laptop.wrapper(path), flags, home })
}

function carrelFile(): string {
  return join(prefix, 'bin', 'carrel')
}

function command(args: readonly string[]): Promise<Outcome> {
  return team.laptop.run(carrelFile(), args, { env: laptopEnvironment() })
}

/** Waits until the program has said this on standard error. */
function said(program: ChildProcess, expected: RegExp): Promise<RegExpExecArray> {
  let text = ''
  return new Promise((resolve, reject) => {
    program.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
      const found = expected.exec(text)
      if (found !== null) resolve(found)
    })
    program.once('close', () => reject(new Error(`it ended with: ${text}`)))
  })
}

/** Nothing of this machine's own settings. */
function laptopEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], HOME: team.home }
}

/** In the page: what a hostile notebook would try. */
async function trySibling(sibling: string) {
  const how = { credentials: 'include' } as const
  const read = await fetch(`${sibling}/api/contents`, how).then(
    () => 'read',
    () => 'refused',
  )
  const posted = await fetch(`${sibling}/api/contents`, { ...how, method: 'POST', mode: 'no-cors', body: '{}' }).then(
    ({ type }) => type,
    () => 'refused',
  )
  const socket = await new Promise<string>((resolve) => {
    const opened = new WebSocket(`${sibling.replace('https:', 'wss:')}/api/events/subscribe`)
    opened.onopen = () => resolve('open')
    opened.onerror = () => resolve('refused')
  })
  return { read, posted, socket }
}

/** In the page: cookies for every host of the domain, under the names that count. */
function tryToPlant(domain: string): void {
  for (const name of ['__Host-carrel_session', '__Host-carrel_session.sig', '__Host-carrel_app', 'carrel_session'])
    Reflect.set(Reflect.get(globalThis, 'document'), 'cookie', `${name}=planted; Domain=${domain}; Path=/; Secure`)
}
