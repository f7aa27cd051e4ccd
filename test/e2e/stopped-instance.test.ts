// What a browser shows of an instance that does not run, and of one that is somebody else's.

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Product, startProduct } from '../support/product.ts'
import { seriousFaults } from './check-axe.ts'
import { untilLauncher } from './jupyter-lab.ts'
import { hasBrowser, openBrowser, signIn } from './open-browser.ts'

const name = 'calm-desk'
const computeVersion = 'api-version=2024-10-01'
const rolesVersion = 'api-version=2022-04-01'

interface TimelineEvent {
  readonly operationName: string
  readonly status: string
  readonly trigger: string
  readonly caller: { readonly name: string; readonly objectId: string; readonly kind: string }
  readonly phases: readonly { readonly name: string; readonly durationMs?: number }[]
}

interface RoleAssignment {
  readonly id: string
  readonly properties: { readonly principalId: string; readonly roleDefinitionId: string }
}

describe.skipIf(!hasBrowser())('an instance that cannot be opened', () => {
  let product: Product
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    product = await startProduct()
    await product.createInstance(name)
    await stop()
    browser = await openBrowser()
    page = await browser.newPage()
  })
  afterAll(async () => {
    await browser?.close()
    await product?.[Symbol.asyncDispose]()
  })

  test('a stopped one says so at its link', async () => {
    const answer = await page.goto(labOf(name))
    expect(answer?.status()).toBe(200)
    await signIn(page, { userName: product.facts.admin.userName, password: product.password })
    await page.getByRole('heading', { name: `${name} is stopped` }).waitFor()
  })

  test('who reads Korean signs in and is told so in Korean', async () => {
    const context = await browser.newContext({ locale: 'ko-KR' })
    try {
      const own = await context.newPage()
      await own.goto(labOf(name))
      await own.getByText(`로그인하면 ${name}의 JupyterLab이(가) 열립니다`).waitFor()
      expect(await seriousFaults(own)).toEqual([])
      await keep(own, 'korean-sign-in')
      await own.getByLabel('사용자 이름').fill(product.facts.admin.userName)
      await own.getByLabel('암호').fill(product.password)
      await own.getByRole('button', { name: '로그인' }).click()
      await own.getByRole('heading', { name: `${name} 중지됨` }).waitFor()
      await own.getByRole('button', { name: '시작' }).waitFor()
      expect(await own.locator('html').getAttribute('lang')).toBe('ko')
      expect(await seriousFaults(own)).toEqual([])
      await keep(own, 'korean-stopped')
    } finally {
      await context.close()
    }
  })

  test('without a role its owner is told why it is not started', async () => {
    const list = `/providers/Microsoft.Authorization/roleAssignments?${rolesVersion}`
    const { value } = await product.client.call<{ value: RoleAssignment[] }>('GET', list)
    const own = value.filter(({ properties }) => properties.principalId === product.facts.admin.objectId)
    expect(own).toHaveLength(1)
    for (const { id } of own) await product.client.call('DELETE', `${id}?${rolesVersion}`)
    await page.getByRole('button', { name: 'Start' }).click()
    await page.getByRole('heading', { name: 'It was not started' }).waitFor()
    await expect.poll(() => page.getByRole('main').textContent()).toContain('start/action')
    for (const { id, properties } of own) {
      const { principalId, roleDefinitionId } = properties
      await product.client.call('PUT', `${id}?${rolesVersion}`, { properties: { principalId, roleDefinitionId } })
    }
    await page.getByRole('link', { name: 'Back' }).click()
    await page.getByRole('heading', { name: `${name} is stopped` }).waitFor()
  })

  test('its start button shows the progress and opens JupyterLab where it was asked for', async () => {
    const seen: string[] = []
    // Each page says its own: one that is soon followed by the next cannot be asked any more.
    await page.exposeFunction('tellTitle', (title: string) => void seen.push(title))
    await page.addInitScript("addEventListener('DOMContentLoaded', () => tellTitle(document.title))")
    await page.getByRole('button', { name: 'Start' }).click()
    await untilLauncher(page)
    expect(page.url()).toBe(labOf(name))
    expect(seen.some((title) => /^(Waiting for|Opening) |is starting/.test(title))).toBe(true)
  })

  test('the timeline shows the start as the person’s own', async () => {
    const { value } = await product.client.call<{ value: TimelineEvent[] }>(
      'GET',
      `${product.computeId(name)}/events?${computeVersion}`,
    )
    const starts = value.filter(({ operationName }) => operationName === 'Start')
    const { userName, objectId } = product.facts.admin
    expect(starts).toMatchObject([
      { status: 'Succeeded', trigger: 'User', caller: { name: userName, objectId, kind: 'User' } },
    ])
    expect(starts[0]?.phases.map((phase) => phase.name)).toContain('settingUp')
  })

  test('a terminal that is open when its instance stops leads to the page with the button', async () => {
    await page.goto(`http://${name}-term.localhost:${product.port + 1}/`)
    await page.getByRole('textbox', { name: 'Terminal input' }).waitFor()
    await expect.poll(() => page.getByRole('main').textContent()).toContain(`azureuser@${name}`)
    await page.getByRole('textbox', { name: 'Terminal input' }).focus()
    await stop()
    await expect
      .poll(async () => {
        await page.keyboard.press('Enter').catch(() => undefined)
        return page.getByRole('heading', { name: `${name} is stopped` }).isVisible()
      })
      .toBe(true)
  })

  test('CI-107: an Owner who is not the assigned user is shown the door, and told why', async () => {
    // Nobody is assigned, so it is its creator's: the principal's.
    await product.client.call('PUT', `${product.computeId('their-desk')}?${computeVersion}`, {
      location: 'local',
      properties: { computeType: 'ComputeInstance', properties: { vmSize: 'STANDARD_D2S_V3' } },
    })
    await product.untilState('their-desk', 'Running')
    const answer = await page.goto(labOf('their-desk'))
    await page.getByRole('heading', { name: 'their-desk belongs to someone else' }).waitFor()
    expect(answer?.status()).toBe(403)
    await expect
      .poll(() => page.getByRole('main').textContent())
      .toContain(`signed in as ${product.facts.admin.userName}`)
    expect(await page.getByRole('button').count()).toBe(0)
    await page.goto(`http://carrel.localhost:${product.port + 1}/`)
    await page.getByRole('link', { name: `JupyterLab on ${name}` }).waitFor()
    expect(await page.getByRole('link', { name: 'JupyterLab on their-desk' }).count()).toBe(0)
  })

  test('a name that no instance has is told to be nobody’s', async () => {
    const answer = await page.goto(labOf('no-such-desk'))
    expect(answer?.status()).toBe(404)
    await page.getByRole('heading', { name: 'Nothing here' }).waitFor()
  })

  /** To look at, where `CARREL_PICTURES` names a folder. */
  async function keep(shown: Page, picture: string): Promise<void> {
    const folder = process.env['CARREL_PICTURES']
    if (folder !== undefined) await shown.screenshot({ path: `${folder}/${picture}.png` })
  }

  const labOf = (instance: string) => `http://${instance}-lab.localhost:${product.port + 1}/lab`

  async function stop(): Promise<void> {
    await product.client.call('POST', `${product.computeId(name)}/stop?${computeVersion}`)
    await product.untilState(name, 'Stopped')
  }
})
