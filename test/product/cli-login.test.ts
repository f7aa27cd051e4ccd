// Signing in with the command line on the running product: each way there is, how a sign-in is kept, renewed and ended.

import { X509Certificate } from 'node:crypto'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasBrowser, openBrowser, signIn } from '../e2e/open-browser.ts'
import { type CliUser, openCliUser } from '../support/cli-user.ts'
import { makeCertificate } from '../support/make-certificate.ts'
import { type Product, startProduct } from '../support/product.ts'

let product: Product
let user: CliUser
let address: string[]

beforeAll(async () => {
  ;[product, user] = await Promise.all([startProduct(), openCliUser()])
  address = ['--endpoint', product.facts.endpoint, '--ca-file', product.facts.caFile]
})
afterAll(async () => {
  await user?.[Symbol.asyncDispose]()
  await product?.[Symbol.asyncDispose]()
})

test('who is not signed in is told how to, with exit code 4', async () => {
  expect(await user.carrel('compute', 'list')).toEqual({
    code: 4,
    stdout: '',
    stderr: expect.stringContaining('next: sign in with "carrel login --endpoint URL"'),
  })
})

describe.skipIf(!hasBrowser())('a person', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser?.close())

  test('signs in in their browser, which comes back to the terminal', async () => {
    const login = user.start(['login', ...address, '--no-browser', '--profile', 'browser'])
    const [, url = ''] = await login.untilSaid(/sign in:\n {2}(\S+)\n/)
    const page = await browser.newPage()
    await page.goto(url)
    await signIn(page, person())
    await page.getByRole('heading', { name: 'You are signed in' }).waitFor()
    await page.close()
    const { code, stdout } = await login.ended
    expect(code).toBe(0)
    expect(stdout).toMatch(new RegExp(`^ACCOUNT +${product.facts.admin.userName}$`, 'm'))
    expect((await user.carrel('group', 'list', '-o', 'tsv')).stdout).toContain(product.facts.resourceGroup)
  })

  test('signs in with a code typed elsewhere', async () => {
    const login = user.start(['login', ...address, '--use-device-code', '--profile', 'code'])
    const [, url = '', code = ''] = await login.untilSaid(/open (\S+) in any browser and enter the code (\S+)/)
    const page = await (await browser.newContext()).newPage()
    await page.goto(url)
    await page.getByLabel('Code').fill(code)
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByRole('button').first().click()
    await signIn(page, person())
    expect((await login.ended).code).toBe(0)
    await page.context().close()
    expect(await user.carrel('compute', 'list')).toMatchObject({
      code: 0,
      stdout: `No compute instances in workspace ${product.facts.workspace}. Create one: carrel compute create NAME\n`,
    })
  })

  test('whose token has run out gets another, and of two commands at once neither fails', async () => {
    const file = join(user.config, 'profiles', 'code.json')
    const before = JSON.parse(await readFile(file, 'utf8'))
    await writeFile(file, JSON.stringify({ ...before, access: { token: 'run-out', expiresAt: 0 } }))
    const both = await Promise.all([user.carrel('compute', 'list'), user.carrel('account', 'set', '-g', 'carrel')])
    expect(both.map(({ code }) => code)).toEqual([0, 0])
    expect(JSON.parse(await readFile(file, 'utf8')).access.expiresAt).toBeGreaterThan(before.access.expiresAt - 1)
  })

  test('whose token the server does not take any more is not stopped by it', async () => {
    const file = join(user.config, 'profiles', 'code.json')
    const before = JSON.parse(await readFile(file, 'utf8'))
    await writeFile(file, JSON.stringify({ ...before, access: { ...before.access, token: 'not-a-token' } }))
    expect((await user.carrel('compute', 'list')).code).toBe(0)
  })

  test('who signs out leaves nothing behind, here or at the server', async () => {
    const file = join(user.config, 'profiles', 'code.json')
    const kept = await readFile(file, 'utf8')
    expect(await user.carrel('logout', '--profile', 'code')).toMatchObject({ code: 0, stdout: '' })
    expect(await readdir(join(user.config, 'profiles'))).toEqual(['browser.json'])
    // A copy somebody made is of no use once its access token has run out.
    await writeFile(file, JSON.stringify({ ...JSON.parse(kept), access: undefined }), { mode: 0o600 })
    const refused = await user.carrel('compute', 'list', '--profile', 'code')
    expect(refused).toMatchObject({ code: 4, stderr: expect.stringContaining("sign-in of profile 'code' has ended") })
  })

  const person = () => ({ userName: product.facts.admin.userName, password: product.password })
})

test('a program signs in with its secret, which it gives by standard input', async () => {
  const { clientId, clientSecret } = product.facts.principal
  const options = ['login', ...address, '--service-principal', '-u', clientId, '-p', '-', '--profile', 'secret']
  const { code, stdout, stderr } = await user.start([...options, '-o', 'json'], clientSecret).ended
  expect({ code, shown: JSON.parse(stdout) }).toMatchObject({
    code: 0,
    shown: { name: 'secret', account: { name: clientId, kind: 'ServicePrincipal' } },
  })
  expect(stdout + stderr).not.toContain(clientSecret)
  expect((await user.carrel('account', 'show', '--query', 'place.workspace', '-o', 'tsv')).stdout).toBe('main\n')
  expect(await user.start([...options], 'wrong').ended).toMatchObject({ code: 4 })
  // Again, to where the profile leads.
  const again = options.filter((option) => !address.includes(option))
  expect(await user.start(again, clientSecret).ended).toMatchObject({ code: 0 })
})

test('a program signs in with its certificate', async () => {
  const { clientId } = product.facts.principal
  const { certificatePem, keyPem } = await makeCertificate()
  await product.client.call(
    'POST',
    `/providers/Carrel.Identity/servicePrincipals/${clientId}/addCertificate?api-version=2026-11-01`,
    { certificate: certificatePem },
  )
  const file = join(user.home, 'both.pem')
  await writeFile(file, keyPem + certificatePem)
  const options = ['--service-principal', '-u', clientId, '--certificate', file, '--profile', 'certificate']
  expect(await user.carrel('login', ...address, ...options)).toMatchObject({ code: 0 })
  expect(await user.carrel('compute', 'list', '--profile', 'certificate')).toMatchObject({ code: 0 })
})

test('an authority that is not known is trusted for its fingerprint alone', async () => {
  const { clientId, clientSecret } = product.facts.principal
  const program = ['--service-principal', '-u', clientId, '-p', clientSecret, '--profile', 'pinned']
  const unknown = ['login', '--endpoint', product.facts.endpoint, ...program]
  const fingerprint = new X509Certificate(await readFile(product.facts.caFile)).fingerprint256
  expect(await user.carrel(...unknown)).toMatchObject({ code: 2, stderr: expect.stringContaining(fingerprint) })
  const other = fingerprint.replace(/^../, (first) => (first === '00' ? '11' : '00'))
  expect(await user.carrel(...unknown, '--ca-fingerprint', other)).toMatchObject({ code: 4 })
  expect(await user.carrel(...unknown, '--ca-fingerprint', fingerprint)).toMatchObject({ code: 0 })
  expect(await user.carrel('compute', 'list', '--profile', 'pinned')).toMatchObject({ code: 0 })
  const known = ['login', ...program]
  expect(await user.carrel(...known, '--ca-fingerprint', other)).toMatchObject({ code: 4 })
  expect(await user.carrel(...known, '--endpoint', product.facts.endpoint)).toMatchObject({ code: 0 })
})

test('sign-ins are readable by their owner alone, listed, and one of them is used', async () => {
  for (const name of ['current', 'profiles/pinned.json'])
    expect((await stat(join(user.config, name))).mode & 0o777).toBe(0o600)
  expect((await stat(join(user.config, 'profiles'))).mode & 0o777).toBe(0o700)
  expect(await user.carrel('account', 'set', 'secret')).toMatchObject({ code: 0 })
  const listed = await user.carrel('account', 'list', '-o', 'json')
  expect(JSON.parse(listed.stdout)).toContainEqual(expect.objectContaining({ name: 'secret', isCurrent: true }))
  expect(listed.stdout).not.toContain(product.facts.principal.clientSecret)
  expect(await user.carrel('account', 'set', '-w', 'nowhere')).toMatchObject({ code: 3 })
  expect((await user.carrel('account', 'show', '--query', 'place.workspace', '-o', 'tsv')).stdout).toBe('main\n')
})

test('what is named for a call goes before the environment, that before the current profile', async () => {
  const origin = ['account', 'show', '--query', 'origin', '-o', 'tsv']
  await using elsewhere = await openCliUser({
    CARREL_CONFIG_DIR: user.config,
    CARREL_ENDPOINT: product.facts.endpoint,
    CARREL_CA_FILE: product.facts.caFile,
    AZURE_TENANT_ID: product.facts.tenantId,
    AZURE_CLIENT_ID: product.facts.principal.clientId,
    AZURE_CLIENT_SECRET: product.facts.principal.clientSecret,
  })
  expect((await user.carrel(...origin)).stdout).toBe('profile secret\n')
  expect((await elsewhere.carrel(...origin)).stdout).toBe('environment\n')
  expect((await elsewhere.carrel(...origin, '--profile', 'pinned')).stdout).toBe('profile pinned\n')
  expect((await elsewhere.carrel(...origin, '--data', product.data)).stdout).toBe(`installation in ${product.data}\n`)
  expect(await user.carrel(...origin, '--data', product.data, '--profile', 'pinned')).toMatchObject({ code: 2 })
})
