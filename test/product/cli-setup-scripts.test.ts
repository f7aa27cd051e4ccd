// Set-up scripts from the command line, on the running product.

import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CliUser, openCliUser } from '../support/cli-user.ts'
import { openKernel } from '../support/kernel.ts'
import { type Product, startProduct } from '../support/product.ts'
import { isRoot, skipUnlessRoot } from '../support/root.ts'
import { setupSteps } from '../support/setup-steps.ts'

let product: Product
let user: CliUser
const compute = (...args: string[]) => user.carrel('compute', ...args)
skipUnlessRoot()
beforeAll(async () => {
  if (!isRoot) return
  product = await startProduct()
  user = await openCliUser({ CARREL_DATA: product.data })
})
afterAll(async () => {
  await user?.[Symbol.asyncDispose]()
  await product?.[Symbol.asyncDispose]()
})

test('a script that fails says where to look; the log is plain text; mended, it is run again', async () => {
  const file = join(user.home, 'setup.sh')
  await writeFile(file, 'printf \'\\033[31mfor %s and %s\\033[0m\\n\' "$@"; test -e /home/azureuser/mended\n')
  const made = await compute('create', 'desk', '--creation-script', file, '--creation-script-arguments', 'ana "b c"')
  expect(made).toMatchObject({ code: 1, stderr: expect.stringContaining('desk: creating') })
  expect(made.stderr).toContain('exit status 1')
  expect(made.stderr).toContain('carrel compute setup-log desk --kind creation')
  expect(await compute('setup-log', 'desk')).toEqual({ code: 0, stdout: 'for ana and b c\n', stderr: '' })
  const shown = (await compute('show', 'desk')).stdout
  expect(shown).toMatch(/^STATE +UserSetupFailed /m)
  expect(shown).toMatch(/^CREATION SCRIPT +inline, sha256:\w{12} ana "b c" \(failed\)$/m)

  await using kernel = await openKernel(product, 'desk')
  await kernel.shell('touch /home/azureuser/mended')
  expect(await compute('retry-setup', 'desk')).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('desk is set up and running.'),
  })
  expect(await compute('retry-setup', 'desk')).toMatchObject({ code: 5, stderr: expect.stringContaining("'kind'") })
})

test('a log is followed until the script ends', async () => {
  const file = join(user.home, 'slow.sh')
  await writeFile(file, 'echo 1; until [ -e go ]; do sleep 0.1; done; for n in 2 3; do sleep 0.7; echo $n; done\n')
  await compute('create', 'slow', '--startup-script', file, '--script-timeout', '20m', '--no-wait')
  const { stdout: state } = await compute('show', 'slow', '--query', 'properties.properties.setupScripts', '-o', 'json')
  expect(JSON.parse(state)).toMatchObject({ scripts: { startupScript: { scriptSource: 'inline', timeout: '20m' } } })
  await product.untilState('slow', 'UserSettingUp')
  const following = user.start(['compute', 'setup-log', 'slow', '--follow'])
  await following.untilSaid(/^1\n/, 'stdout')
  const users = join(setupSteps(product).shareFolder, 'Users')
  await mkdir(users, { recursive: true })
  await writeFile(join(users, 'go'), '')
  expect((await following.ended).stdout).toBe('1\n2\n3\n')
})

test('what cannot be a script is told before anything is made', async () => {
  expect(await compute('create', 'none', '--creation-script', '/absent/setup.sh')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('/absent/setup.sh'),
  })
  expect(await compute('create', 'none', '--startup-script-arguments', 'a')).toMatchObject({ code: 2 })
  expect(await compute('create', 'none', '--creation-script', 'share:Users/ana/none.sh')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('Users/ana/none.sh'),
  })
  expect(await compute('show', 'none')).toMatchObject({ code: 3 })
})
