// `carrel ssh-config` on the running product, proved by OpenSSH itself: plain `ssh NAME`, with the keys the API told.

import { execFile } from 'node:child_process'
import { appendFile, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Ended, runCommand } from '../support/carrel-command.ts'
import { type CliUser, openCliUser } from '../support/cli-user.ts'
import { type Product, startProduct } from '../support/product.ts'
import { skipUnlessRoot } from '../support/root.ts'

const run = promisify(execFile)

let product: Product
let user: CliUser

skipUnlessRoot()
beforeAll(async () => {
  product = await startProduct()
  user = await openCliUser({ CARREL_DATA: product.data })
  expect(await user.carrel('compute', 'create', 'desk', '--generate-ssh-key')).toMatchObject({ code: 0 })
})
afterAll(async () => {
  await user?.[Symbol.asyncDispose]()
  await product?.[Symbol.asyncDispose]()
})

/** With their home in place of this account's own: OpenSSH goes by the account, not by `HOME`. */
function plainSsh(...args: string[]): Promise<Ended> {
  const script = 'mount --bind "$1" "$2" && shift 2 && exec ssh -o BatchMode=yes "$@"'
  return runCommand('unshare', ['--mount', 'sh', '-c', script, 'sh', user.home, userInfo().homedir, ...args])
}

test('plain ssh reaches an instance by its name, and knows its key beforehand', async () => {
  const config = join(user.home, '.ssh', 'config')
  await mkdir(join(user.home, '.ssh'), { mode: 0o700 })
  await writeFile(config, 'Host elsewhere\n  User somebody\n', { mode: 0o600 })
  expect(await user.carrel('ssh-config', '--write')).toMatchObject({ code: 0, stdout: '' })
  expect(await plainSsh('desk', 'hostname')).toEqual({ code: 0, stdout: 'desk\n', stderr: '' })
  expect(await readFile(config, 'utf8')).toBe('Include carrel/*.conf\n\nHost elsewhere\n  User somebody\n')
  expect((await plainSsh('-G', 'elsewhere')).stdout).toContain('user somebody\n')
})

test('again changes nothing, and nobody else can read it', async () => {
  const config = join(user.home, '.ssh', 'config')
  const folder = join(user.home, '.ssh', 'carrel')
  const [file = ''] = await readdir(folder)
  const before = [await readFile(config, 'utf8'), await readFile(join(folder, file), 'utf8')]
  expect(await user.carrel('ssh-config', '--write')).toMatchObject({ code: 0 })
  expect([await readFile(config, 'utf8'), await readFile(join(folder, file), 'utf8')]).toEqual(before)
  expect(await readdir(folder)).toEqual([file])
  expect((await stat(join(folder, file))).mode & 0o777).toBe(0o600)
})

test('what is printed works as a file of its own', async () => {
  const { stdout } = await user.carrel('ssh-config')
  const file = join(user.home, 'printed')
  await writeFile(file, stdout)
  expect((await run('ssh', ['-F', file, '-o', 'BatchMode=yes', 'desk', 'id -un'])).stdout).toBe('azureuser\n')
})

test('a machine that shows another key at the address is refused', async () => {
  const hosts = join(user.config, 'ssh', 'hosts')
  const [alias = ''] = await readdir(hosts)
  const told = await readFile(join(hosts, alias), 'utf8')
  await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(user.home, 'other')])
  const [kind, key] = (await readFile(join(user.home, 'other.pub'), 'utf8')).split(' ')
  await writeFile(join(hosts, alias), `${alias} ${kind} ${key}\n`)
  const { code, stderr } = await plainSsh('desk', 'hostname')
  expect(code).toBe(255)
  expect(stderr).toContain('REMOTE HOST IDENTIFICATION HAS CHANGED')
  // The next command of ours asks the API again.
  expect((await user.carrel('compute', 'ssh', 'desk', '--', 'hostname')).stdout).toBe('desk\n')
  expect(await readFile(join(hosts, alias), 'utf8')).toBe(told)
})

test('an instance without SSH is left out and named; made anew under its name it gives no alarm', async () => {
  expect(await user.carrel('compute', 'create', 'quiet', '--no-ssh')).toMatchObject({ code: 0 })
  const printed = await user.carrel('ssh-config')
  expect(printed.stdout.match(/^Host .*$/gm)).toEqual(['Host desk'])
  expect(printed.stderr).toContain('SSH is not enabled on "quiet"')
  await user.carrel('compute', 'delete', 'desk', '--yes')
  expect(await user.carrel('compute', 'create', 'desk', '--generate-ssh-key')).toMatchObject({ code: 0 })
  await user.carrel('ssh-config', '--write')
  expect(await plainSsh('desk', 'hostname')).toMatchObject({ code: 0, stdout: 'desk\n', stderr: '' })
})

test('--remove takes our settings out and leaves theirs', async () => {
  await appendFile(join(user.home, '.ssh', 'config'), '# theirs\n')
  expect(await user.carrel('ssh-config', '--remove')).toMatchObject({ code: 0 })
  expect(await readdir(join(user.home, '.ssh', 'carrel'))).toEqual([])
  expect(await readFile(join(user.home, '.ssh', 'config'), 'utf8')).toContain('# theirs\n')
})
