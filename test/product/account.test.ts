// From an ordinary account with sudo, freshly made: `./carrel up` asks once for rights, says for what, and what a person
// needs afterwards belongs to them. Everything else stays root's.

import { execFile } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { readdir, stat, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { gatewayAccount } from '../../src/host/gateway-account.ts'
import { type Ended, runCommand } from '../support/carrel-command.ts'
import { freePair } from '../support/free-pair.ts'
import { leftAfterPurge } from '../support/left-behind.ts'
import { carrel, type UpFacts } from '../support/product.ts'
import { isRoot, skipUnlessRoot } from '../support/root.ts'

const run = promisify(execFile)
const clone = dirname(carrel)

interface Account extends AsyncDisposable {
  readonly name: string
  readonly uid: number
  readonly home: string
  /** `./carrel` in their own clone, with an environment as after a login. */
  carrel(...args: string[]): Promise<Ended>
}

let account: Account
skipUnlessRoot()
beforeAll(async () => {
  if (!isRoot) return
  account = await makeAccount({ hasSudo: true })
})
afterAll(() => account?.[Symbol.asyncDispose]())

test('a person with sudo sets up, looks, gets credentials and takes all of it away again', async () => {
  const port = await freePair()
  const up = ['up', '--port', String(port), '--detach', '--json', '--yes']
  const first = await account.carrel(...up)
  expect(first).toMatchObject({ code: 0 })
  expect(first.stderr.match(/Rights are needed once/g)).toHaveLength(1)
  const facts: UpFacts = JSON.parse(first.stdout)
  const data = join(account.home, '.carrel')
  expect(facts.admin.userName).toBe(account.name)
  expect(facts.admin.passwordFile).toBe(join(data, 'admin', 'password'))

  for (const name of await readdir(join(data, 'admin'))) {
    const { uid, mode } = await stat(join(data, 'admin', name))
    expect({ name, uid }).toEqual({ name, uid: account.uid })
    if (!name.endsWith('.pub')) expect({ name, mode: mode & 0o777 }).toEqual({ name, mode: 0o600 })
  }
  const { paths, installation } = await readConfig(data)
  expect((await stat(paths.config)).uid).toBe(account.uid)
  for (const path of [paths.masterKey, paths.channelKey, paths.database, paths.volumes]) {
    const { uid, mode } = await stat(path)
    expect({ path, uid, others: mode & 0o077 }).toEqual({ path, uid: 0, others: 0 })
  }
  expect(await ownersOfProcesses(data)).toEqual({ supervise: 'root', serve: 'root', gateway: gatewayAccount })

  const status = await account.carrel('status', '--json')
  expect(JSON.parse(status.stdout)).toMatchObject({ isRunning: true, data })
  expect((await account.carrel('logs')).stdout).toContain('serving')
  expect((await account.carrel('env')).stdout).toContain(facts.principal.clientId)
  const again = await account.carrel(...up)
  expect(JSON.parse(again.stdout)).toEqual(facts)
  expect(again.stderr).not.toContain('Rights')

  expect(await account.carrel('down')).toMatchObject({ code: 0 })
  expect(JSON.parse((await account.carrel(...up)).stdout)).toEqual(facts)

  const { code, stdout } = await account.carrel('doctor', '--output', 'json')
  const checks: { name: string; status: string }[] = JSON.parse(stdout)
  expect({ code, failed: checks.filter(({ status }) => status === 'fail') }).toEqual({ code: 0, failed: [] })
  expect(checks.filter(({ status }) => status === 'skip').map(({ name }) => name)).toContain('database')
  const archive = join(account.home, 'backup.tar.gz')
  expect(await account.carrel('backup', archive, '--with-files')).toMatchObject({ code: 0 })
  const { uid, mode } = await stat(archive)
  expect({ uid, mode: mode & 0o777 }).toEqual({ uid: account.uid, mode: 0o600 })
  expect(await account.carrel('down', '--purge', '--yes')).toMatchObject({ code: 0 })
  expect(await account.carrel('restore', archive, '--installation', 'keep')).toMatchObject({ code: 0 })
  expect(JSON.parse((await account.carrel(...up)).stdout)).toEqual(facts)
  expect((await stat(join(data, 'admin', 'password'))).uid).toBe(account.uid)

  expect(await account.carrel('down', '--purge', '--yes')).toMatchObject({ code: 0 })
  expect(await leftAfterPurge(data, installation.installationId, installation.dockerSocket)).toEqual([])
})

test("somebody else's installation is refused without a look inside", async () => {
  await using other = await makeAccount({ hasSudo: false })
  const data = join(account.home, 'mine')
  const made = await account.carrel(
    'up',
    '--data',
    data,
    '--port',
    String(await freePair()),
    '--no-instance',
    '--detach',
    '--json',
    '--yes',
  )
  expect(made).toMatchObject({ code: 0 })
  try {
    for (const args of [['status'], ['env'], ['logs'], ['up', '--detach'], ['down']]) {
      const { code, stdout } = await other.carrel(...args, '--data', data)
      expect({ args, isRefused: code !== 0, stdout }).toEqual({ args, isRefused: true, stdout: '' })
    }
  } finally {
    expect(await account.carrel('down', '--data', data, '--purge', '--yes')).toMatchObject({ code: 0 })
  }
})

test('without the right to sudo, up ends and has made nothing', async () => {
  await using other = await makeAccount({ hasSudo: false })
  const { code, stdout } = await other.carrel('up', '--detach', '--json', '--yes', '--port', '30000')
  expect({ isRefused: code !== 0, stdout }).toEqual({ isRefused: true, stdout: '' })
  await expect(stat(join(other.home, '.carrel'))).rejects.toThrow('ENOENT')
})

async function makeAccount({ hasSudo }: { hasSudo: boolean }): Promise<Account> {
  const name = `carrel-t${randomInt(1_000_000)}`
  await run('useradd', ['--create-home', '--shell', '/bin/bash', name])
  const home = join('/home', name)
  const rule = join('/etc/sudoers.d', name)
  if (hasSudo) await writeFile(rule, `${name} ALL=(ALL) NOPASSWD: ALL\n`, { mode: 0o440 })
  // Their own copy of the clone and of what was downloaded; links where the disk is the same.
  const own = join(home, 'carrel')
  await copyTree(clone, own)
  await run('mkdir', ['-p', join(home, '.cache', 'carrel')])
  for (const folder of (await readdir(cacheFolder())).filter((each) => each.startsWith('node-'))) {
    await copyTree(join(cacheFolder(), folder), join(home, '.cache', 'carrel', folder))
  }
  await run('chown', [`${name}:${name}`, home, join(home, '.cache'), join(home, '.cache', 'carrel')])
  return {
    name,
    home,
    uid: (await stat(home)).uid,
    carrel: (...args) =>
      runCommand('runuser', [
        '-u',
        name,
        '--',
        'env',
        '-i',
        `HOME=${home}`,
        `USER=${name}`,
        'PATH=/usr/bin:/bin',
        join(own, 'carrel'),
        ...args,
      ]),
    async [Symbol.asyncDispose]() {
      await run('rm', ['-f', rule])
      await run('userdel', ['--remove', name])
    },
  }
}

async function copyTree(from: string, to: string): Promise<void> {
  await run('cp', ['-aH', '--link', `${from}/.`, to]).catch(() => run('cp', ['-aH', `${from}/.`, to]))
}

function cacheFolder(): string {
  return process.env['CARREL_CACHE'] ?? join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'carrel')
}

async function ownersOfProcesses(data: string): Promise<Record<string, string>> {
  const { stdout } = await run('ps', ['-eo', 'user:32,args'])
  const lines = stdout
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((words) => words.includes(data))
  return Object.fromEntries(
    lines.map((words) => [
      words.find((word) => ['supervise', 'serve', 'gateway'].includes(word)) ?? '?',
      words[0] ?? '?',
    ]),
  )
}
