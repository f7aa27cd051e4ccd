// The command line at a terminal on the running product: what is rewritten, what is asked, and what Ctrl-C does.

import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CliUser, openCliUser } from '../support/cli-user.ts'
import { carrel, type Product, startProduct } from '../support/product.ts'
import { openShell } from '../support/shell-at-terminal.ts'

let product: Product
let user: CliUser

beforeAll(async () => {
  product = await startProduct()
  user = await openCliUser({ CARREL_DATA: product.data, TERM: 'xterm' })
})
afterAll(async () => {
  await user?.[Symbol.asyncDispose]()
  await product?.[Symbol.asyncDispose]()
})

const atTerminal = (...args: string[]) => openShell({ command: carrel, args, cwd: user.home, env: user.env })
const startOfSequence = '\u001b'

test('a change is one line that is rewritten, with its phase and how long it has taken', async () => {
  using create = atTerminal('compute', 'create', 'desk', '--no-ssh')
  const line = new RegExp(`\\r${startOfSequence}\\[2K[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] desk: creating \\(\\w+\\) {2}\\d+ s`)
  await create.untilShown(line)
  await create.untilShown(new RegExp(`\\r${startOfSequence}\\[2Kdesk is running\\.`))
  expect(await create.ended).toBe(0)
})

test('deleting asks, and anything but yes changes nothing', async () => {
  using asked = atTerminal('compute', 'delete', 'desk')
  await asked.untilShown(/Delete desk with everything on the disk, for good\? \[y\/N\]/)
  asked.type('\r')
  await asked.untilShown(/Nothing was changed/)
  expect(await asked.ended).toBe(1)
  await product.untilState('desk', 'Running')
})

test('a table fits the terminal it is shown on', async () => {
  using list = atTerminal('compute', 'list')
  const [row] = await list.untilShown(/^desk .*$/m)
  expect(row.trimEnd().length).toBeLessThanOrEqual(200)
})

test('Ctrl-C at a terminal leaves the change to go on', async () => {
  using stop = atTerminal('compute', 'restart', 'desk')
  await stop.untilShown(/desk: restarting \(/)
  stop.type('\u0003')
  await stop.untilShown(/Carrel goes on with it: desk/)
  expect(await stop.ended).toBe(130)
  await product.untilState('desk', 'Running')
})

test('the fingerprint of an unknown authority is shown, and trusted when the person says so', async () => {
  const { endpoint, principal, caFile } = product.facts
  const program = ['--service-principal', '-u', principal.clientId, '-p', principal.clientSecret]
  const { fingerprint256 } = new X509Certificate(await readFile(caFile))
  for (const [answer, code] of [
    ['n', 4],
    ['y', 0],
  ] as const) {
    using login = atTerminal('login', '--endpoint', endpoint, ...program)
    await login.untilShown(new RegExp(fingerprint256))
    await login.untilShown(/Is it the same\? \[y\/N\]/)
    login.type(`${answer}\r`)
    expect(await login.ended).toBe(code)
  }
})

test('yes deletes', async () => {
  using asked = atTerminal('compute', 'delete', 'desk')
  await asked.untilShown(/\[y\/N\]/)
  asked.type('y\r')
  expect(await asked.ended).toBe(0)
  expect((await user.carrel('compute', 'list', '-o', 'json')).stdout).toBe('[]\n')
})
