// Folders of the host in instances of the running product: published and taken away while they run, whatever is in them.

import { execFile } from 'node:child_process'
import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCarrel } from '../support/carrel-command.ts'
import { accept, findingsOf, stateOf } from '../support/compute-steps.ts'
import { type Product, startProduct, until } from '../support/product.ts'
import { killProcess, untilReplaced } from '../support/product-processes.ts'
import { isRoot, skipUnlessRoot } from '../support/root.ts'
import { openSshClient, type SshAddress, type SshClient } from '../support/ssh-client.ts'

const run = promisify(execFile)
const data = '/home/azureuser/cloudfiles/data'

let product: Product
let client: SshClient
let host: string
let desks: Readonly<Record<'one' | 'two', SshAddress>>
skipUnlessRoot()

beforeAll(async () => {
  if (!isRoot) return
  // Closed to all but root, so that it may be written from instances.
  host = await realpath(await mkdtemp(join(tmpdir(), 'carrel-datastores-')))
  await mkdir(join(host, 'images'))
  await mkdir(join(host, 'scratch'))
  await chmod(join(host, 'scratch'), 0o1777)
  await writeFile(join(host, 'images', 'one.txt'), 'an image\n')
  await symlink('/etc/shadow', join(host, 'images', 'shadow'))
  await symlink('../../..', join(host, 'images', 'up'))
  await writeFile(join(host, 'secret'), 'of the host\n')
  ;[product, client] = await Promise.all([startProduct(), openSshClient()])
  const sshSettings = { sshPublicAccess: 'Enabled', adminPublicKey: client.publicKey }
  await Promise.all(['ds-one', 'ds-two'].map((name) => product.createInstance(name, { sshSettings })))
  desks = { one: await addressOf('ds-one'), two: await addressOf('ds-two') }
})
afterAll(async () => {
  await client?.[Symbol.asyncDispose]()
  await product?.[Symbol.asyncDispose]()
  if (host !== undefined) await rm(host, { recursive: true, force: true })
})

test('a folder is published into instances that run, which see it at once and are not restarted', async () => {
  const begun = () => Promise.all(Object.values(desks).map((desk) => inside(desk, "awk '{print $22}' /proc/1/stat")))
  const before = await begun()
  const published = await datastore('publish', 'images', join(host, 'images'), '--description', 'of the team')
  expect(published).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('is at ~/cloudfiles/data/images, read-only'),
  })
  for (const desk of Object.values(desks)) expect(await inside(desk, `cat ${data}/images/one.txt`)).toBe('an image\n')
  await writeFile(join(host, 'images', 'two.txt'), 'another\n')
  expect(await inside(desks.two, `cat ${data}/images/two.txt`)).toBe('another\n')
  expect((await datastore('list')).stdout).toMatch(/^images +Available +read-only +2 of 2 +\/.*\/images$/m)
  expect(JSON.parse((await datastore('show', 'images', '-o', 'json')).stdout).properties).toMatchObject({
    mountPath: '~/cloudfiles/data/images',
    instances: { mounted: 2, running: 2 },
  })
  expect(await begun()).toEqual(before)
})

test('what is published read-only is so for root too, and no way leads out of it to the host', async () => {
  const tries = [
    `sudo touch ${data}/images/new`,
    `sudo rm ${data}/images/one.txt`,
    `sudo chown 1000 ${data}/images/one.txt`,
    `sudo mount -o remount,rw ${data}/images`,
    `sudo umount ${data}/images`,
    `sudo mkdir ${data}/beside`,
    `sudo ls ${data}/images/up/secret`,
  ]
  for (const command of tries) expect((await client.ssh(desks.one, command)).code, command).not.toBe(0)
  expect((await readdir(join(host, 'images'))).sort()).toEqual(['one.txt', 'shadow', 'two.txt', 'up'])
  // A link leads where it leads in the instance: to its own accounts, not to the host's.
  expect(await inside(desks.one, `sudo cat ${data}/images/shadow`)).toBe(
    await inside(desks.one, 'sudo cat /etc/shadow'),
  )
  expect(await inside(desks.one, `sudo cat ${data}/images/shadow`)).not.toBe(await readFile('/etc/shadow', 'utf8'))
  expect(await inside(desks.one, `grep ' ${data}/images ' /proc/self/mounts`)).toMatch(/ ro,nosuid,nodev[, ]/)
})

test('what is published writable is written as the user of the instance, who is 1000 on the host', async () => {
  expect(await datastore('publish', 'scratch', join(host, 'scratch'), '--writable')).toMatchObject({ code: 0 })
  await inside(desks.one, `echo mine > ${data}/scratch/mine; sudo sh -c 'echo roots > ${data}/scratch/roots'`)
  expect(await inside(desks.two, `cat ${data}/scratch/mine`)).toBe('mine\n')
  const [mine, roots] = await Promise.all(['mine', 'roots'].map((name) => stat(join(host, 'scratch', name))))
  expect([mine?.uid, mine?.gid, roots?.uid]).toEqual([1000, 1000, 0])
  expect(await inside(desks.one, `grep ' ${data}/scratch ' /proc/self/mounts`)).toMatch(/ rw,nosuid,nodev[, ]/)
  const bits = `cp /bin/id ${data}/scratch/id && sudo chown root ${data}/scratch/id && sudo chmod u+s ${data}/scratch/id`
  expect(await inside(desks.one, `${bits} && ${data}/scratch/id -u`)).toBe('1000\n')
})

test('a folder where a program left by root would count is not published writable', async () => {
  await using open = await openFolder()
  const refused = await datastore('publish', 'open', open.path, '--writable')
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('HostFolderNotSafeToWrite') })
  expect(refused.stderr).toContain(`mount -o remount,bind,nosuid,nodev ${open.path}`)
  await run('mount', ['--bind', open.path, open.path])
  await run('mount', ['-o', 'remount,bind,nosuid,nodev', open.path])
  expect(await datastore('publish', 'open', open.path, '--writable')).toMatchObject({ code: 0 })
  expect(await datastore('unpublish', 'open', '--yes')).toMatchObject({ code: 0 })
})

test('one is taken away while a program has a file of it open; the folder stays as it is', async () => {
  const reading = client.ssh(
    desks.one,
    `cd ${data}/scratch && exec 3<mine && touch /tmp/opened && while [ -e ${data}/scratch/mine ]; do sleep 0.2; done; cat <&3`,
  )
  await until(async () =>
    (await client.ssh(desks.one, 'ls /tmp/opened')).code === 0 ? undefined : 'nothing is open yet',
  )
  expect(await datastore('unpublish', 'scratch', '--yes')).toMatchObject({ code: 0 })
  expect(await reading).toMatchObject({ code: 0, stdout: 'mine\n' })
  for (const desk of Object.values(desks)) expect(await inside(desk, `ls ${data}`)).toBe('images\n')
  expect((await readdir(join(host, 'scratch'))).sort()).toEqual(['id', 'mine', 'roots'])
  expect(await datastore('show', 'scratch')).toMatchObject({ code: 3 })
  expect(await mountsOf('scratch')).toEqual([])
})

test('an instance that stops keeps nothing of the host busy, and has it again when it starts', async () => {
  await accept(product, 'ds-two', 'stop')
  await product.untilState('ds-two', 'Stopped')
  await until(async () => ((await mountsOf('images')).length === 2 ? undefined : `${await mountsOf('images')}`))
  await accept(product, 'ds-two', 'start')
  await product.untilState('ds-two', 'Running')
  expect(await inside(desks.two, `cat ${data}/images/one.txt`)).toBe('an image\n')
})

test('a folder that goes is told of, stops no start, and is back when it is', async () => {
  await rename(join(host, 'images'), join(host, 'away'))
  await until(async () =>
    (await datastore('show', 'images')).stdout.includes('There is no folder') ? undefined : 'no word of it',
  )
  await until(async () => ((await inside(desks.one, `ls ${data}`)) === '' ? undefined : 'it is still mounted'))
  await until(async () =>
    (await findingsOf(product, 'ds-one')).includes('DatastoreNotMounted') ? undefined : 'no word of it in the timeline',
  )
  await accept(product, 'ds-two', 'restart')
  await until(async () =>
    (await stateOf(product, 'ds-two')) === 'Running' ? undefined : await stateOf(product, 'ds-two'),
  )
  await rename(join(host, 'away'), join(host, 'images'))
  for (const desk of Object.values(desks))
    await until(async () =>
      (await client.ssh(desk, `cat ${data}/images/one.txt`)).code === 0 ? undefined : 'not back',
    )
})

test('a server that is killed on the way finishes what was asked for', async () => {
  for (const name of ['a', 'b', 'c']) await mkdir(join(host, name))
  const asked = ['a', 'b', 'c'].map((name) => datastore('publish', name, join(host, name), '--no-wait'))
  const first = await Promise.race(asked)
  expect(first.code).toBe(0)
  const before = await killProcess(product.data, 'server')
  await untilReplaced(product.data, 'server', before)
  await Promise.all(asked)
  for (const name of ['a', 'b', 'c']) await datastore('publish', name, join(host, name))
  expect(await inside(desks.one, `ls ${data}`)).toBe('a\nb\nc\nimages\n')
  const going = ['a', 'b', 'c'].map((name) => datastore('unpublish', name, '--yes', '--no-wait'))
  await Promise.race(going)
  await untilReplaced(product.data, 'server', await killProcess(product.data, 'server'))
  await Promise.all(going)
  for (const name of ['a', 'b', 'c']) await datastore('unpublish', name, '--yes')
  await until(async () => ((await inside(desks.one, `ls ${data}`)) === 'images\n' ? undefined : 'some are still there'))
  await until(async () => ((await mountsOf('images')).length === 3 ? undefined : `${await mountsOf('images')}`))
})

test('a later instance sees it from its start on; what goes with the installation is never in the folder', async () => {
  await product.createInstance('ds-late', {
    sshSettings: { sshPublicAccess: 'Enabled', adminPublicKey: client.publicKey },
  })
  expect(await inside(await addressOf('ds-late'), `cat ${data}/images/one.txt`)).toBe('an image\n')
  expect((await datastore('publish', 'mine', product.data)).stderr).toContain('HostFolderRefused')
  expect((await runCarrel('down', '--data', product.data, '--purge', '--yes')).code).toBe(0)
  expect((await readdir(join(host, 'images'))).sort()).toEqual(['one.txt', 'shadow', 'two.txt', 'up'])
  expect(await mountsOf('images')).toEqual([])
})

function datastore(...args: string[]) {
  return runCarrel('datastore', ...args, '--data', product.data)
}

async function inside(desk: SshAddress, command: string): Promise<string> {
  const { code, stdout, stderr } = await client.ssh(desk, command)
  if (code !== 0) throw new Error(`${command}: ${stderr}`)
  return stdout
}

/** Paths on the host at which one of our folders is mounted. */
async function mountsOf(name: string): Promise<string[]> {
  const lines = (await readFile('/proc/self/mountinfo', 'utf8')).split('\n').map((line) => line.split(' '))
  return lines.flatMap(([, , , root = '', path = '']) =>
    root.endsWith(join(host, name).replace(/^\/tmp/, '')) ? [path] : [],
  )
}

/** One that everybody on the host may enter. */
async function openFolder() {
  const path = await realpath(await mkdtemp(join(tmpdir(), 'carrel-open-')))
  await chmod(path, 0o777)
  return {
    path,
    async [Symbol.asyncDispose]() {
      await run('umount', ['--lazy', path]).catch(() => undefined)
      await rm(path, { recursive: true })
    },
  }
}

async function addressOf(name: string): Promise<SshAddress> {
  const found = await product.client.call<{
    properties: {
      properties: { sshSettings: { sshPort: number }; connectivityEndpoints: { publicIpAddress: string } }
    }
  }>('GET', `${product.computeId(name)}?api-version=2024-10-01`)
  const { sshSettings, connectivityEndpoints } = found.properties.properties
  return { host: connectivityEndpoints.publicIpAddress, port: sshSettings.sshPort, user: 'azureuser' }
}
