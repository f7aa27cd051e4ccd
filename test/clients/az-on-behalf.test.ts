// An instance that one person makes for another, with the current Azure command line, unmodified, and two browsers,
// against the running product: who made it cannot open it; whose it is can, and has no more rights than the documents list.

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { untilLauncher } from '../e2e/jupyter-lab.ts'
import { hasBrowser, openBrowser, signIn } from '../e2e/open-browser.ts'
import { hourIn } from '../support/hour-in.ts'
import { type Product, startProduct } from '../support/product.ts'
import { findPython } from './az/find-python.ts'
import { installAz } from './az/install-az.ts'
import { type Az, openAz } from './az/open-az.ts'
import { typeDeviceCode } from './az-2019/type-device-code.ts'

const python = findPython()
const computes = 'Microsoft.MachineLearningServices/workspaces/computes'
const four = ['start', 'stop', 'restart', 'applicationaccess'].map((verb) => `${computes}/${verb}/action`)
const evenings = { triggerType: 'Cron', cron: { expression: `0 ${hourIn(12)} * * *` }, action: 'Stop' }

interface Person {
  readonly userName: string
  readonly password: string
}

describe.skipIf(python === undefined || !hasBrowser())('on behalf of somebody, with az', () => {
  const password = 'a password for both'
  const ben: Person = { userName: 'ben@lab.example', password }
  const eva: Person = { userName: 'eva@lab.example', password }
  let installed: string
  let product: Product
  let browser: Browser
  /** Signed in as the program made at set-up, who may do everything. */
  let owner: Az
  let creator: Az
  let workspace: string

  beforeAll(async () => {
    installed = await installAz(python ?? '')
    product = await startProduct()
    browser = await openBrowser()
    workspace = product.computeId('x').replace(/\/computes\/x$/, '')
    owner = await open()
    await owner.signIn()
    await makeRole('Desk user', [...four, `${computes}/updateSchedules/action`])
    await makeRole('Desk user of 2020', four)
    creator = await signedIn({ userName: product.facts.admin.userName, password: product.password })
  })
  afterAll(async () => {
    for (const each of [creator, owner, product]) await each?.[Symbol.asyncDispose]()
    await browser?.close()
  })

  function open(): Promise<Az> {
    const { endpoint, caFile } = product.facts
    return openAz(installed, product.facts, {
      ARM_CLOUD_METADATA_URL: `${endpoint}/metadata/endpoints?api-version=2019-05-01`,
      SSL_CERT_FILE: caFile,
      AZURE_CORE_ONLY_SHOW_ERRORS: 'no',
      AZURE_CORE_LOGIN_EXPERIENCE_V2: 'off',
    })
  }

  async function signedIn(person: Person): Promise<Az> {
    const az = await open()
    const login = az.start('login', '--use-device-code')
    const [, address = '', code = ''] = await login.said(/open the page (\S+) and enter the code (\S+)/)
    await typeDeviceCode(browser, { address, code }, person)
    await login.ended
    return az
  }

  async function makeRole(name: string, actions: readonly string[]): Promise<void> {
    const role = { Name: name, Description: name, Actions: actions, AssignableScopes: [workspace] }
    await owner.call('role', 'definition', 'create', '--role-definition', JSON.stringify(role))
  }

  /** Answers who they are, as the documents have one look them up. */
  async function makePerson({ userName }: Person, role: string): Promise<{ objectId: string; tenantId: string }> {
    const [display = ''] = userName.split('@')
    const who = ['--display-name', display, '--user-principal-name', userName, '--password', password]
    await owner.call('ad', 'user', 'create', ...who)
    const objectId = await owner.call('ad', 'user', 'show', '--id', userName, '--query', 'id')
    const tenantId = await owner.call('account', 'show', '--query', 'tenantId')
    await owner.call('role', 'assignment', 'create', '--role', role, '--assignee', userName, '--scope', workspace)
    return { objectId, tenantId }
  }

  const rest = (
    az: Az,
    method: string,
    name: string,
    { verb = '', body, query = 'api-version=2024-10-01' }: { verb?: string; body?: unknown; query?: string } = {},
  ) =>
    az.call(
      ...['rest', '--method', method, '--url', `${product.computeId(name)}${verb}?${query}`],
      ...(body === undefined ? [] : ['--body', JSON.stringify(body)]),
    )
  const post = (az: Az, name: string, verb: string, body?: unknown) =>
    rest(az, 'post', name, { verb: `/${verb}`, body })

  async function make(name: string, assignedUser: object): Promise<void> {
    const properties = {
      ...{ vmSize: 'STANDARD_D2_V2', createStopped: true, schedules: { computeStartStop: [evenings] } },
      personalComputeInstanceSettings: { assignedUser },
    }
    const body = { location: 'eastus', properties: { computeType: 'ComputeInstance', properties } }
    const made = await rest(creator, 'put', name, { body })
    expect(made.properties.properties).toMatchObject({
      createdBy: { userName: product.facts.admin.userName },
      personalComputeInstanceSettings: { assignedUser },
    })
    await product.untilState(name, 'Stopped')
  }

  async function atLab(name: string, person: Person, look: (page: Page) => Promise<void>): Promise<void> {
    const context = await browser.newContext()
    try {
      const page = await context.newPage()
      await page.goto(`http://${name}-lab.localhost:${product.port + 1}/lab`)
      await signIn(page, person)
      await look(page)
    } finally {
      await context.close()
    }
  }

  test('CI-40, CI-41, CI-42, CI-44, CI-52: with the five actions the person uses what was made for them, stopped', async () => {
    await make('for-ben', await makePerson(ben, 'Desk user'))
    await using az = await signedIn(ben)
    await post(az, 'for-ben', 'start')
    await product.untilState('for-ben', 'Running')
    await atLab('for-ben', ben, untilLauncher)
    await post(az, 'for-ben', 'updateSchedules', { computeStartStop: [] })
    await post(az, 'for-ben', 'restart')
    await product.untilState('for-ben', 'Running')
    await post(az, 'for-ben', 'stop')
    await product.untilState('for-ben', 'Stopped')
    for (const [method, action] of [
      ['get', 'read'],
      ['delete', 'delete'],
    ] as const) {
      const query = 'api-version=2024-10-01&underlyingResourceAction=Delete'
      await expect(rest(az, method, 'for-ben', { query })).rejects.toThrow(
        new RegExp(`AuthorizationFailed.*workspaces/computes/${action}`, 's'),
      )
    }
  })

  test('CI-107: who made it may start it, and switch single sign-on, and cannot open it', async () => {
    await post(creator, 'for-ben', 'start')
    await product.untilState('for-ben', 'Running')
    await post(creator, 'for-ben', 'enableSso', { enableSSO: false })
    const shown = await rest(creator, 'get', 'for-ben', { query: 'api-version=2023-08-01-preview' })
    expect(shown.properties.properties.enableSSO).toBe(false)
    const admin = { userName: product.facts.admin.userName, password: product.password }
    await atLab('for-ben', admin, (page) => page.getByText('belongs to someone else').waitFor())
    await atLab('for-ben', ben, untilLauncher)
  })

  test('CI-43: with the four actions of the earlier list everything but the schedules', async () => {
    await make('for-eva', await makePerson(eva, 'Desk user of 2020'))
    await using az = await signedIn(eva)
    await post(az, 'for-eva', 'start')
    await product.untilState('for-eva', 'Running')
    await atLab('for-eva', eva, untilLauncher)
    await expect(post(az, 'for-eva', 'updateSchedules', { computeStartStop: [] })).rejects.toThrow(
      /AuthorizationFailed.*workspaces\/computes\/updateSchedules\/action/s,
    )
    await post(az, 'for-eva', 'stop')
    await product.untilState('for-eva', 'Stopped')
  })
})
