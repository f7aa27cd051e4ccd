// A live installation backed up, lost, and brought back: the same one, a copy beside it, and on the other database.

import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, mkdir, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Client, openClient } from '../../src/cli/client.ts'
import { readConfig } from '../../src/config.ts'
import { newOpensshKey } from '../../src/host/openssh-key.ts'
import { runCarrel } from '../support/carrel-command.ts'
import { freePair } from '../support/free-pair.ts'
import { leftBehind, mountsBelow } from '../support/left-behind.ts'
import { type PrivatePostgres, postgresBinaries, startPostgres } from '../support/postgres.ts'
import { carrel, type Product, startProduct, until } from '../support/product.ts'
import { isRoot, skipUnlessRoot } from '../support/root.ts'

const run = promisify(execFile)
const version = 'api-version=2024-10-01'
const note = 'kept through everything\n'

let product: Product
let archive: string
const places: string[] = []

skipUnlessRoot()
beforeAll(async () => {
  if (!isRoot) return
  product = await startProduct()
  archive = `${product.data}.tar.gz`
  const sshSettings = { sshPublicAccess: 'Enabled', adminPublicKey: newOpensshKey('test').publicKey }
  await Promise.all(['runs', 'rests'].map((name) => product.createInstance(name, { sshSettings })))
  for (const name of ['runs', 'rests']) await writeFile(join(await homeOf(product.data, name), 'note.txt'), note)
  await truncate(await emptyFile(join(await homeOf(product.data, 'rests'), 'sparse')), 50_000_000)
  await product.client.call('POST', `${product.computeId('rests')}/stop?${version}`)
  await product.untilState('rests', 'Stopped')
  await runCarrel('backup', archive, '--with-files', '--data', product.data)
})
afterAll(async () => {
  for (const data of places) await removeInstallation(data)
  await product?.[Symbol.asyncDispose]()
  if (archive !== undefined) await rm(archive, { force: true })
})

describe('a backup', () => {
  test('is written while instances run, for its owner alone, and says what it lacks', async () => {
    const made = await runCarrel(
      'backup',
      archive,
      '--with-files',
      '--force',
      '--data',
      product.data,
      '--output',
      'json',
    )
    expect(made).toMatchObject({ code: 0 })
    const facts = JSON.parse(made.stdout)
    expect(facts).toMatchObject({ file: archive, hasFiles: true, running: ['runs'] })
    expect(facts.remarks.join('\n')).toMatch(/may be of different moments: runs/)
    expect((await stat(archive)).mode & 0o777).toBe(0o600)
    await product.untilState('runs', 'Running')
    expect(await drafts()).toEqual([])
  })

  test('is not written over what is there, unless that is said', async () => {
    const before = await readFile(archive)
    const refused = await runCarrel('backup', archive, '--data', product.data)
    expect(refused).toMatchObject({ code: 1, stdout: '' })
    expect(refused.stderr).toMatch(/is there already\n.*next: +\S/)
    expect(await readFile(archive)).toEqual(before)
    const small = `${archive}.small`
    await writeFile(small, 'something else')
    expect(await runCarrel('backup', small, '--force', '--data', product.data)).toMatchObject({ code: 0 })
    expect((await stat(small)).size).toBeLessThan(before.length)
    await rm(small)
  })

  test('of nothing, or to nowhere, is told so', async () => {
    const nothing = await runCarrel('backup', `${archive}.none`, '--data', `${product.data}-none`)
    expect([nothing.code, nothing.stderr]).toEqual([1, expect.stringContaining('no installation')])
    const nowhere = await runCarrel('backup', join(archive, 'x', 'y'), '--data', product.data)
    expect([nowhere.code, nowhere.stderr]).toEqual([1, expect.stringContaining('there is no folder')])
  })
})

describe('what is damaged or in the way', () => {
  test('leaves nothing behind', async () => {
    const whole = await readFile(archive)
    const data = `${product.data}-refused`
    const broken = `${archive}.broken`
    const altered = Buffer.from(whole)
    const middle = Math.floor(whole.length / 2)
    for (let at = middle; at < middle + 64; at++) altered[at] = ~(whole[at] ?? 0)
    for (const content of [whole.subarray(0, whole.length / 2), whole.subarray(0, -20), altered, Buffer.from('no')]) {
      await writeFile(broken, content)
      const refused = await runCarrel('restore', broken, '--data', data, '--installation', 'new')
      expect(refused).toMatchObject({ code: 1, stdout: '' })
      expect(refused.stderr).toMatch(/cut off|damaged|checksum|no backup/)
      await expect(stat(data)).rejects.toThrow('ENOENT')
    }
    await rm(broken)
  })

  test('or too small a disk is told, and nothing is left on it', async () => {
    const disk = `${product.data}-disk`
    await mkdir(disk)
    // Enough for the archive's own files, not for a database.
    await run('mount', ['-t', 'tmpfs', '-o', 'size=200k', 'none', disk])
    try {
      const target = join(disk, 'data')
      for (const args of [
        ['backup', join(disk, 'x.tar.gz'), '--with-files', '--data', product.data],
        ['restore', archive, '--installation', 'new', '--data', target],
      ]) {
        // What fills the disk stays, as it would for somebody else.
        if (args[0] === 'backup') await writeFile(join(disk, 'filler'), Buffer.alloc(190_000))
        const refused = await runCarrel(...args)
        expect(refused).toMatchObject({ code: 1, stdout: '' })
        expect(refused.stderr).toMatch(/disk of .* is (full|too small)/)
        await rm(join(disk, 'filler'), { force: true })
        expect(await readdir(disk)).toEqual([])
      }
    } finally {
      await run('umount', [disk])
      await rm(disk, { recursive: true })
    }
  })

  test('is neither an installation nor a folder with anything in it', async () => {
    const over = await runCarrel('restore', archive, '--data', product.data, '--installation', 'keep')
    expect([over.code, over.stderr]).toEqual([1, expect.stringContaining('holds an installation')])
    const full = `${product.data}-full`
    await mkdir(full)
    await writeFile(join(full, 'mine'), 'mine')
    const refused = await runCarrel('restore', archive, '--data', full, '--installation', 'new')
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('is not empty')])
    expect(await readdir(full)).toEqual(['mine'])
    await rm(full, { recursive: true })
  })

  test('is the same installation still on this machine, or nobody’s word which it is to be', async () => {
    const data = `${product.data}-twin`
    const twin = await runCarrel('restore', archive, '--data', data, '--installation', 'keep')
    expect([twin.code, twin.stderr]).toEqual([1, expect.stringContaining(`still on this machine, in ${product.data}`)])
    const unsaid = await runCarrel('restore', archive, '--data', data)
    expect([unsaid.code, unsaid.stderr]).toEqual([1, expect.stringContaining('--installation keep')])
    await expect(stat(data)).rejects.toThrow('ENOENT')
  })
})

describe('what is interrupted', () => {
  test('leaves no file of a backup, and nothing of a restore', async () => {
    const data = `${product.data}-interrupted`
    const file = `${archive}.interrupted`
    for (const moment of [500, 700, 900]) {
      const backup = await stopAfter(
        moment,
        'SIGINT',
        'backup',
        file,
        '--with-files',
        '--force',
        '--data',
        product.data,
      )
      // A signal that comes when all is done ends the process, not what it did.
      const isWritten = await stat(file).then(
        () => true,
        () => false,
      )
      if (isWritten) await run('sh', ['-c', 'gzip --test < "$1"', 'sh', file])
      expect(isWritten || backup !== 0).toBe(true)
      await rm(file, { force: true })
      const restore = await stopAfter(moment, 'SIGTERM', 'restore', archive, '--data', data, '--installation', 'new')
      const isWhole = await readConfig(data).then(
        () => true,
        () => false,
      )
      expect(isWhole || restore !== 0).toBe(true)
      if (!isWhole) await expect(stat(data)).rejects.toThrow('ENOENT')
      await removeInstallation(data)
    }
    expect(await drafts()).toEqual([])
  })

  test('is begun anew by the next restore, however it ended', async () => {
    const data = `${product.data}-killed`
    places.push(data)
    const restoring = spawn(carrel, ['restore', archive, '--data', data, '--installation', 'new'], { stdio: 'ignore' })
    const ended = once(restoring, 'close')
    while (!existsSync(join(data, '.restoring'))) await sleep(5)
    restoring.kill('SIGKILL')
    expect(await ended).toEqual([null, 'SIGKILL'])
    expect(await readdir(data)).not.toContain('config.json')
    // As one leaves it that is killed while it moves all of it into place.
    await mkdir(join(data, 'keys'), { recursive: true })
    await writeFile(join(data, 'carrel.db'), 'half of it')
    expect(await runCarrel('restore', archive, '--data', data, '--installation', 'new')).toMatchObject({ code: 0 })
    expect(await readdir(data)).not.toContain('.restoring')
  })
})

describe('a restored installation', () => {
  test('stands beside the original as a copy, and neither touches the other', async () => {
    const copy = await restored('copy', ['--installation', 'new', '--port', String(await freePair())])
    await up(copy)
    await hasInstances(copy)
    const ids = await Promise.all([product.data, copy].map(async (data) => (await readConfig(data)).installation))
    expect(ids[0]?.installationId).not.toBe(ids[1]?.installationId)
    expect(ids[0]?.networkRange).not.toBe(ids[1]?.networkRange)
    await until(() => leftBehind(product.data))
    await removeInstallation(copy)
    await product.untilState('runs', 'Running')
    expect(await readFile(join(await homeOf(product.data, 'rests'), 'note.txt'), 'utf8')).toBe(note)
  })

  test('goes to PostgreSQL and comes back to SQLite', async ({ skip }) => {
    skip(postgresBinaries() === undefined, 'it needs PostgreSQL: apt-get install postgresql')
    await using postgres = await startPostgres()
    const url = await openDatabaseToGateway(postgres)
    const there = await restored('pg', ['--installation', 'new', '--port', String(await freePair()), '--database', url])
    await up(there)
    await hasInstances(there)
    const again = await runCarrel(
      'restore',
      archive,
      '--data',
      `${there}-2`,
      '--installation',
      'new',
      '--database',
      url,
    )
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('holds an installation already')])
    await expect(stat(`${there}-2`)).rejects.toThrow('ENOENT')
    const second = `${archive}.pg`
    expect(await runCarrel('backup', second, '--with-files', '--data', there)).toMatchObject({ code: 0 })
    await removeInstallation(there)
    const back = await restored('back', ['--installation', 'keep', '--port', String(await freePair())], second)
    await up(back)
    await hasInstances(back)
    await removeInstallation(back)
    await rm(second)
  })

  test('is the original again after everything was lost: instances, homes, host keys and who may sign in', async () => {
    const keys = await hostKeys(product.data)
    expect(await runCarrel('down', '--data', product.data, '--purge', '--yes')).toMatchObject({ code: 0 })
    const back = await runCarrel('restore', archive, '--data', product.data, '--installation', 'keep')
    expect(back).toMatchObject({ code: 0 })
    await up(product.data)
    await hasInstances(product.data)
    expect(await hostKeys(product.data)).toEqual(keys)
    // The client signed in before everything was lost.
    await product.client.call('POST', `${product.computeId('rests')}/start?${version}`)
    await product.untilState('rests', 'Running')
    for (const name of ['runs', 'rests']) expect(await causes(product.client, name)).toContain('OsDiskLost')
    const sparse = await stat(join(await homeOf(product.data, 'rests'), 'sparse'))
    expect([sparse.size, sparse.blocks < 100]).toEqual([50_000_000, true])
    expect(await product.signIn('runs-lab')).toContain('=')
    await until(() => leftBehind(product.data))
    expect(await runCarrel('doctor', '--data', product.data)).toMatchObject({ code: 0 })
  })

  test('takes no container for its own whose folders went with the data folder', async () => {
    await runCarrel('down', '--data', product.data)
    for (const path of (await mountsBelow(product.data)).reverse()) await run('umount', ['--lazy', path])
    await rm(product.data, { recursive: true })
    const restoring = ['restore', archive, '--data', product.data, '--installation', 'keep']
    const refused = await runCarrel(...restoring)
    expect([refused.code, refused.stderr]).toEqual([
      1,
      expect.stringContaining('still in Docker, without their folders'),
    ])
    await expect(stat(product.data)).rejects.toThrow('ENOENT')
    // As it says itself.
    const [command = 'false'] = /docker rm --force [\w -]+/.exec(refused.stderr) ?? []
    await run('sh', ['-c', command])
    expect(await runCarrel(...restoring)).toMatchObject({ code: 0 })
    await up(product.data)
    await hasInstances(product.data)
  })
})

/** The data folder of an installation made from the archive. */
async function restored(name: string, options: readonly string[], file = archive): Promise<string> {
  const data = `${product.data}-${name}`
  places.push(data)
  const done = await runCarrel('restore', file, '--data', data, ...options)
  expect(done).toMatchObject({ code: 0 })
  expect(done.stdout).toContain(`carrel up --data ${data}`)
  return data
}

async function up(data: string): Promise<void> {
  const done = await runCarrel('up', '--data', data, '--detach', '--json', '--yes', '--no-instance')
  expect(done).toMatchObject({ code: 0 })
}

/** What is left of backups that were not finished: of ours, others write theirs beside it. */
async function drafts(): Promise<string[]> {
  const names = await readdir(dirname(archive))
  return names.filter((name) => name.startsWith(basename(archive)) && name.includes('.partial'))
}

/** How it ended; null: by the signal. */
async function stopAfter(ms: number, signal: NodeJS.Signals, ...args: string[]): Promise<number | null> {
  const child = spawn(carrel, args, { stdio: 'ignore' })
  const ended = once(child, 'close')
  await sleep(ms)
  child.kill(signal)
  const [code] = await ended
  return code
}

async function removeInstallation(data: string): Promise<void> {
  await runCarrel('down', '--data', data, '--purge', '--yes')
  await rm(data, { recursive: true, force: true })
}

/** The one runs, the other rests, both with their notes. */
async function hasInstances(data: string): Promise<void> {
  const client = await openClient(data)
  const { resourceGroup, workspace, subscriptionId } = client.config.installation
  const path = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.MachineLearningServices/workspaces/${workspace}/computes?${version}`
  await until(async () => {
    const { value } = await client.call<{ value: Computes }>('GET', path)
    const states = value.map(({ name, properties }) => `${name} ${properties.properties.state}`).sort()
    return states.join(', ') === 'rests Stopped, runs Running' ? undefined : states.join(', ')
  })
  for (const name of ['runs', 'rests']) {
    expect(await readFile(join(await homeOf(data, name), 'note.txt'), 'utf8')).toBe(note)
  }
}

type Computes = readonly {
  readonly name: string
  readonly properties: { readonly properties: { readonly state: string } }
}[]

async function homeOf(data: string, hostname: string): Promise<string> {
  return join(await nodeFolder(data, hostname), 'home')
}

/** Of the node whose boot file names the instance. */
async function nodeFolder(data: string, hostname: string): Promise<string> {
  const nodes = join(data, 'volumes', 'nodes')
  for (const key of await readdir(nodes)) {
    const boot = await readFile(join(nodes, key, 'boot', 'config.json'), 'utf8').catch(() => '')
    if (boot.includes(`"CI_NAME":"${hostname}"`)) return join(nodes, key)
  }
  throw new Error(`no node ${hostname} in ${nodes}`)
}

async function hostKeys(data: string): Promise<string[]> {
  const names = ['runs', 'rests']
  return Promise.all(
    names.map(async (name) => {
      const folder = join(await nodeFolder(data, name), 'keep', 'ssh')
      return readFile(join(folder, 'ssh_host_ed25519_key.pub'), 'utf8')
    }),
  )
}

async function causes(client: Client, name: string): Promise<string[]> {
  const events = await client.call<unknown>('GET', `${product.computeId(name)}/events?${version}`)
  return [...JSON.stringify(events).matchAll(/OsDiskLost/g)].map(([cause]) => cause)
}

async function emptyFile(path: string): Promise<string> {
  await writeFile(path, '')
  return path
}

/** The gateway has an account of its own, which must be let to the socket. */
async function openDatabaseToGateway(postgres: PrivatePostgres): Promise<string> {
  const url = await postgres.createDatabase()
  await chmod(decodeURIComponent(/@([^/]+)\//.exec(url)?.[1] ?? ''), 0o711)
  return url
}
