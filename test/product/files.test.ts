// The files of a workspace on the running product: by the command line, and as its instances see them.

import { createHash, randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCarrel } from '../support/carrel-command.ts'
import { openCliUser } from '../support/cli-user.ts'
import { type Product, startProduct, until } from '../support/product.ts'
import { openSshClient, type SshAddress, type SshClient } from '../support/ssh-client.ts'

const version = 'api-version=2024-10-01'
const code = '/home/azureuser/cloudfiles/code'

let product: Product
let client: SshClient
let here: string
let desks: readonly [SshAddress, SshAddress]

beforeAll(async () => {
  here = await mkdtemp(join(tmpdir(), 'carrel-files-'))
  ;[product, client] = await Promise.all([startProduct(), openSshClient()])
  const sshSettings = { sshPublicAccess: 'Enabled', adminPublicKey: client.publicKey }
  await Promise.all(['files-one', 'files-two'].map((name) => product.createInstance(name, { sshSettings })))
  desks = [await addressOf('files-one'), await addressOf('files-two')]
})
afterAll(async () => {
  await client?.[Symbol.asyncDispose]()
  await product?.[Symbol.asyncDispose]()
  await rm(here, { recursive: true, force: true })
})

test('what is uploaded is there in every instance, the user’s own', async () => {
  await writeFile(join(here, 'hello.txt'), 'from outside\n')
  expect(await files('put', join(here, 'hello.txt'), 'shared/')).toMatchObject({ code: 0 })
  for (const desk of desks) {
    const seen = await client.ssh(desk, `cat ${code}/shared/hello.txt; stat -c '%U %a' ${code}/shared/hello.txt`)
    expect(seen.stdout).toBe('from outside\nazureuser 644\n')
  }
  const added = await client.ssh(
    desks[0],
    `cd ${code}/shared && echo inside >> hello.txt && mkdir sub && echo x > sub/y`,
  )
  expect(added).toMatchObject({ code: 0 })
})

test('what an instance wrote comes back, whole, by a range, and to standard output', async () => {
  await client.ssh(
    desks[1],
    `umask 077; seq 1 100000 > ${code}/shared/numbers; sudo sh -c 'echo secret > ${code}/shared/roots; chmod 600 ${code}/shared/roots'`,
  )
  expect((await files('cat', 'shared/hello.txt')).stdout).toBe('from outside\ninside\n')
  expect((await files('cat', 'shared/numbers', '--range', '0-5')).stdout).toBe('1\n2\n3\n')
  for (const range of ['5-2', '-', '1-2-3'])
    expect(await files('cat', 'shared/numbers', `--range=${range}`)).toMatchObject({ code: 2, stdout: '' })
  expect((await files('get', 'shared/roots', '-')).stdout).toBe('secret\n')
  expect(await files('get', 'shared/numbers', join(here, 'numbers'))).toMatchObject({ code: 0 })
  expect((await readFile(join(here, 'numbers'), 'utf8')).split('\n')).toHaveLength(100_001)
  const listed = JSON.parse((await files('ls', 'shared', '-o', 'json')).stdout)
  expect(listed.map(({ name }: { name: string }) => name)).toEqual(['hello.txt', 'numbers', 'roots', 'sub'])
})

test('a large file that broke off goes on, in both directions', async () => {
  const bytes = randomBytes(40 * 1024 * 1024 + 11)
  const source = join(here, 'big.bin')
  await writeFile(source, bytes)
  const { mtimeMs, size } = await stat(source)
  const place = `${workspaceId()}/providers/Carrel.Files`
  // As a run of the command that was cut off leaves it: the first piece and a half.
  const { id } = await product.client.call<{ id: string }>('POST', `${place}/uploads?api-version=2026-11-01`, {
    ...{ path: 'big.bin', size, overwrite: false, parents: true, label: `${size}-${mtimeMs}` },
  })
  const part = await uploadedPart(id)
  await writeFile(part, bytes.subarray(0, 12_000_000))
  const resumed = await files('put', source, 'big.bin', '-v')
  expect(resumed).toMatchObject({ code: 0 })
  expect(resumed.stderr).toContain('offset=12000000')
  expect(resumed.stderr).not.toMatch(/offset=0\b/)
  const sum = await client.ssh(desks[0], `sha256sum ${code}/big.bin`)
  expect(sum.stdout.slice(0, 64)).toBe(sha256(bytes))

  const target = join(here, 'big.back')
  await files('get', 'big.bin', target)
  const entry = JSON.parse((await files('ls', '', '-o', 'json', '--query', "[?name=='big.bin'] | [0]")).stdout)
  const gathering = join(here, `.big.back.${entry.etag.replaceAll('"', '')}.part`)
  await writeFile(gathering, bytes)
  await truncate(gathering, 30_000_000)
  await rm(target)
  const back = await files('get', 'big.bin', target, '-v')
  expect(back.stderr).toContain('→ 206')
  expect(sha256(await readFile(target))).toBe(sha256(bytes))
})

test('a folder goes there and back, and comes as a zip', async () => {
  await mkdir(join(here, 'project', 'src'), { recursive: true })
  await writeFile(join(here, 'project', 'src', 'ünï.py'), 'print(1)\n')
  await writeFile(join(here, 'project', 'README'), 'read me\n')
  expect(await files('put', join(here, 'project'))).toMatchObject({ code: 2 })
  expect(await files('put', '-r', join(here, 'project'))).toMatchObject({ code: 0 })
  expect(await files('put', '-r', join(here, 'project'))).toMatchObject({ code: 5 })
  expect((await client.ssh(desks[1], `python3 ${code}/project/src/ünï.py && touch ${code}/project/made`)).stdout).toBe(
    '1\n',
  )
  expect(await files('get', '-r', 'project', join(here, 'back'))).toMatchObject({ code: 0 })
  expect((await readdir(join(here, 'back'), { recursive: true })).sort()).toEqual([
    'README',
    'made',
    'src',
    'src/ünï.py',
  ])
  expect(await files('zip', 'project', '--to', join(here, 'project.zip'))).toMatchObject({ code: 0 })
  const zip = await readFile(join(here, 'project.zip'))
  expect([zip.subarray(0, 2).toString(), zip.includes('project/src/ünï.py')]).toEqual(['PK', true])
})

test('files are made from standard input, moved and deleted; nothing is replaced unasked', async () => {
  await using user = await openCliUser()
  const piped = user.start(['files', 'put', '-', 'a/piped', '--data', product.data], 'from a pipe\n')
  expect(await piped.ended).toMatchObject({ code: 0, stderr: expect.stringContaining('standard input → a/piped') })
  expect((await client.ssh(desks[0], `cat ${code}/a/piped`)).stdout).toBe('from a pipe\n')
  expect(await files('mkdir', 'a/b')).toMatchObject({ code: 0 })
  expect(await files('put', join(here, 'hello.txt'), 'a/b')).toMatchObject({ code: 0 })
  expect(await files('put', join(here, 'hello.txt'), 'a/b')).toMatchObject({
    code: 5,
    stderr: expect.stringContaining('FileExists'),
  })
  expect(await files('put', join(here, 'hello.txt'), 'a/b', '--overwrite')).toMatchObject({ code: 0 })
  expect(await files('mv', 'a/b/hello.txt', 'a/moved.txt')).toMatchObject({ code: 0 })
  expect(await files('rm', 'a', '--yes')).toMatchObject({ code: 5 })
  expect(await files('rm', '-r', 'a', '--yes')).toMatchObject({ code: 0 })
  expect(await files('ls', 'a')).toMatchObject({ code: 3 })
})

test('a restart of an instance keeps its files, and new ones reach it', async () => {
  expect((await runCarrel('compute', 'restart', 'files-one', '--data', product.data)).code).toBe(0)
  expect(await files('put', join(here, 'hello.txt'), 'after-restart')).toMatchObject({ code: 0 })
  const seen = await client.ssh(desks[0], `cat ${code}/shared/sub/y ${code}/after-restart`)
  expect(seen.stdout).toBe('x\nfrom outside\n')
})

test('names that would be commands to a terminal are told harmlessly', async () => {
  await client.ssh(desks[0], `mkdir ${code}/odd && printf x > ${code}/odd/$'red\\e[31m\\nname'`)
  const got = await files('get', '-r', 'odd', join(here, 'odd'))
  expect(got).toMatchObject({ code: 0 })
  expect(got.stderr + (await files('ls', 'odd')).stdout).not.toContain('\u001b')
  expect(await readdir(join(here, 'odd'))).toEqual(['red\u001b[31m\nname'])
})

test('an open upload survives a restart of the server', async () => {
  const place = `${workspaceId()}/providers/Carrel.Files/uploads`
  const begin = { path: 'kept', size: 10 }
  const { id } = await product.client.call<{ id: string }>('POST', `${place}?api-version=2026-11-01`, begin)
  await writeFile(await uploadedPart(id), '01234')
  expect((await runCarrel('down', '--data', product.data)).code).toBe(0)
  expect((await runCarrel('up', '--data', product.data, '--detach', '--no-instance', '--yes')).code).toBe(0)
  await until(async () => {
    const found = await product.client.call<{ offset: number }>('GET', `${place}/${id}?api-version=2026-11-01`)
    return found.offset === 5 ? undefined : `the offset is ${found.offset}`
  })
  expect((await files('cat', 'shared/hello.txt')).stdout).toBe('from outside\ninside\n')
})

function files(...args: string[]) {
  return runCarrel('files', ...args, '--data', product.data)
}

function workspaceId(): string {
  return product.computeId('x').replace(/\/computes\/x$/, '')
}

/** Where the server gathers it. */
async function uploadedPart(id: string): Promise<string> {
  const folder = join(product.data, 'volumes', 'uploads')
  const found = (await readdir(folder, { recursive: true })).find((name) => name.endsWith(`${id}.part`))
  if (found === undefined) throw new Error('no such upload')
  return join(folder, found)
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}

async function addressOf(name: string): Promise<SshAddress> {
  const found = await product.client.call<{
    properties: {
      properties: { sshSettings: { sshPort: number }; connectivityEndpoints: { publicIpAddress: string } }
    }
  }>('GET', `${product.computeId(name)}?${version}`)
  const { sshSettings, connectivityEndpoints } = found.properties.properties
  return { host: connectivityEndpoints.publicIpAddress, port: sshSettings.sshPort, user: 'azureuser' }
}
