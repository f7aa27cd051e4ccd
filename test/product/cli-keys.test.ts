// Replacing the signing keys on the running product: whoever is signed in goes on without noticing.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hasBrowser, openBrowser, signIn } from '../e2e/open-browser.ts'
import { type CliUser, openCliUser } from '../support/cli-user.ts'
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

test('keys rotate asks first, and says what it does', async () => {
  const rotate = await user.carrel('keys', 'rotate', '--data', product.data)
  expect(rotate).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('--yes') })
  expect(rotate.stderr).toContain('Whoever is signed in stays so')
})

test('a program that is signed in goes on after keys rotate', async () => {
  const { clientId, clientSecret } = product.facts.principal
  const login = ['login', ...address, '--service-principal', '-u', clientId, '-p', '-', '--profile', 'program']
  expect(await user.start(login, clientSecret).ended).toMatchObject({ code: 0 })
  await goesOn('program')
})

test.skipIf(!hasBrowser())('a person who is signed in goes on after keys rotate', async () => {
  const browser = await openBrowser()
  try {
    const login = user.start(['login', ...address, '--no-browser', '--profile', 'person'])
    const [, url = ''] = await login.untilSaid(/sign in:\n {2}(\S+)\n/)
    const page = await browser.newPage()
    await page.goto(url)
    await signIn(page, { userName: product.facts.admin.userName, password: product.password })
    expect((await login.ended).code).toBe(0)
    await goesOn('person')
    // The browser is signed in still: its page asks for no password.
    await page.goto(`http://carrel.localhost:${product.port + 1}/account`)
    await page.getByRole('button', { name: 'Sign out everywhere' }).waitFor()
  } finally {
    await browser.close()
  }
})

async function goesOn(profile: string): Promise<void> {
  const list = ['group', 'list', '--profile', profile, '-o', 'tsv', '--query', '[].name']
  expect(await user.carrel(...list)).toMatchObject({ code: 0, stdout: `${product.facts.resourceGroup}\n` })
  const [before, [old]] = [await tokenOf(profile), await keys('list')]
  const [next, ...others] = await keys('rotate', '--yes')
  expect([others, next === old]).toEqual([[], false])
  const again = await user.carrel(...list, '--verbose')
  expect(again).toMatchObject({ code: 0, stdout: `${product.facts.resourceGroup}\n` })
  // The kept token was refused, and another one fetched.
  expect(again.stderr).toContain('→ 401')
  expect(await tokenOf(profile)).not.toBe(before)
}

async function keys(...words: string[]): Promise<string[]> {
  const { code, stdout, stderr } = await user.carrel('keys', ...words, '--data', product.data, '-o', 'json')
  if (code !== 0) throw new Error(stderr)
  return JSON.parse(stdout).map(({ name }: { name: string }) => name)
}

async function tokenOf(profile: string): Promise<string> {
  return JSON.parse(await readFile(join(user.config, 'profiles', `${profile}.json`), 'utf8')).access.token
}
