// The administrator's commands on the running product: people, programs, groups, roles, resources, limits and what was done.

import { execFile } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApiClient } from '../../src/host/api-client.ts'
import { type Ended, runCarrel } from '../support/carrel-command.ts'
import { type Product, startProduct } from '../support/product.ts'
import { isRoot, skipUnlessRoot } from '../support/root.ts'

const notFound = 3
const conflict = 5
const badUsage = 2

let product: Product
let folder: string
skipUnlessRoot()
beforeAll(async () => {
  if (!isRoot) return
  product = await startProduct()
  folder = await mkdtemp(join(tmpdir(), 'carrel-admin-'))
})
afterAll(async () => {
  await product?.[Symbol.asyncDispose]()
  if (folder !== undefined) await rm(folder, { recursive: true })
})

describe('user', () => {
  test('is created with a password that is shown once, listed, disabled, enabled, signed out and deleted', async () => {
    const made = await json('user', 'create', 'ana', '--display-name', 'Ana Lima')
    expect(made.properties).toMatchObject({ userName: 'ana', displayName: 'Ana Lima', isDisabled: false })
    expect(made.properties.password).toMatch(/^\S{20,}$/)
    expect((await json('user', 'show', 'ana')).properties).not.toHaveProperty('password')
    expect(await cli('user', 'create', 'ana')).toMatchObject({ code: conflict, stdout: '' })
    expect((await json('user', 'disable', 'ana')).properties.isDisabled).toBe(true)
    expect((await json('user', 'enable', 'ana')).properties.isDisabled).toBe(false)
    expect((await json('user', 'reset-password', 'ana')).password).not.toBe(made.properties.password)
    expect(await cli('user', 'sign-out', 'ana')).toMatchObject({ code: 0, stdout: '' })
    expect(await lines('user', 'list', '--query', '[].name', '-o', 'tsv')).toEqual(['admin', 'ana'])
    expect(await cli('user', 'delete', 'ana')).toMatchObject({ code: badUsage, stdout: '' })
    expect(await cli('user', 'delete', 'ana', '--yes')).toMatchObject({ code: 0 })
    expect(await cli('user', 'show', 'ana')).toMatchObject({ code: notFound })
  })

  test.each(['disable', 'enable', 'delete'])('%s of nobody makes nobody', async (verb) => {
    const yes = verb === 'delete' ? ['--yes'] : []
    expect(await cli('user', verb, 'nobody', ...yes)).toMatchObject({ code: notFound, stdout: '' })
    expect(await cli('user', 'show', 'nobody')).toMatchObject({ code: notFound })
  })

  test('group holds users and programs, named as people name them', async () => {
    expect(await cli('user', 'group', 'list')).toMatchObject({
      stdout: expect.stringContaining('carrel user group create'),
    })
    await cli('user', 'create', 'ben')
    expect((await json('user', 'group', 'create', 'vision')).properties.memberCount).toBe(0)
    expect(await cli('user', 'group', 'add', 'vision', 'ben', 'carrel-scripts')).toMatchObject({ code: 0 })
    const members = await json('user', 'group', 'members', 'vision')
    expect(members.map((each: { properties: { kind: string } }) => each.properties.kind).sort()).toEqual([
      'ServicePrincipal',
      'User',
    ])
    expect(await cli('user', 'group', 'add', 'vision', 'ben', 'nobody')).toMatchObject({ code: notFound })
    expect(await cli('user', 'group', 'remove', 'vision', 'ben')).toMatchObject({ code: 0 })
    expect((await json('user', 'group', 'members', 'vision')).length).toBe(1)
    expect(await cli('user', 'group', 'delete', 'vision', '--yes')).toMatchObject({ code: 0 })
    await cli('user', 'delete', 'ben', '--yes')
  })
})

describe('sp', () => {
  test('create --json prints what a program signs in with, and nothing else', async () => {
    const { code, stdout } = await cli('sp', 'create', 'ci', '--role', 'Reader', '--json')
    expect(code).toBe(0)
    expect(stdout.trim().split('\n')).toHaveLength(1)
    const made = JSON.parse(stdout)
    expect(Object.keys(made)).toEqual(['clientId', 'clientSecret', 'objectId', 'tenantId'])
    expect(await statusOf(made)).toEqual([200, 403])
    const again = JSON.parse((await cli('sp', 'reset-secret', 'ci', '--json')).stdout)
    expect(again).toMatchObject({ clientId: made.clientId, objectId: made.objectId })
    expect(await statusOf(again)).toEqual([200, 403])
    await expect(statusOf(made)).rejects.toThrow('no token')
    expect(await cli('sp', 'sign-out', made.clientId)).toMatchObject({ code: 0 })
  })

  test('takes a certificate from a file that holds its key as well', async () => {
    const pem = await selfSigned()
    expect((await json('sp', 'add-certificate', 'ci', pem)).thumbprint).toBe(thumbprint(await readFile(pem, 'utf8')))
    const shown = await json('sp', 'show', 'ci')
    expect(shown.properties.certificates).toHaveLength(1)
    await writeFile(join(folder, 'empty.pem'), 'nothing')
    expect(await cli('sp', 'add-certificate', 'ci', join(folder, 'empty.pem'))).toMatchObject({ code: badUsage })
  })

  test('with a role that is none makes nothing; delete ends it', async () => {
    const before = (await json('sp', 'list')).length
    const refused = await cli('sp', 'create', 'other', '--role', 'Emperor')
    expect(refused).toMatchObject({ code: notFound, stdout: '' })
    expect(refused.stderr).toMatch(/Contributor, Owner, Reader/)
    expect(await json('sp', 'list')).toHaveLength(before)
    expect(await cli('sp', 'delete', 'ci', '--yes')).toMatchObject({ code: 0 })
    expect(await json('sp', 'list')).toHaveLength(before - 1)
  })
})

describe('role', () => {
  test('assignments are made, listed and taken away by names', async () => {
    await cli('user', 'create', 'cara')
    const place = ['-g', product.facts.resourceGroup, '-w', product.facts.workspace]
    const made = await json('role', 'assignment', 'create', '--assignee', 'cara', '--role', 'reader', ...place)
    expect(made.properties).toMatchObject({
      principalType: 'User',
      scope: product.computeId('x').replace('/computes/x', ''),
    })
    const table = await cli('role', 'assignment', 'list', '--assignee', 'cara', '--all')
    expect(table.stdout).toMatch(/^cara +Reader +\/subscriptions\//m)
    const above = await cli('role', 'assignment', 'list')
    expect(above.stdout).toMatch(/^admin +Owner +\/ /m)
    expect(above.stdout).not.toContain('cara')
    const elsewhere = await cli('role', 'assignment', 'delete', '--assignee', 'cara', '--yes')
    expect(elsewhere).toMatchObject({ code: notFound })
    expect(
      await cli('role', 'assignment', 'delete', '--assignee', 'cara', '--role', 'Reader', ...place, '--yes'),
    ).toMatchObject({ code: 0 })
    expect(await json('role', 'assignment', 'list', '--assignee', 'cara', '--all')).toEqual([])
    await cli('user', 'delete', 'cara', '--yes')
  })

  test('definitions come from files, change and go', async () => {
    const file = join(folder, 'role.yaml')
    await writeFile(file, 'Name: Watcher\nDescription: sees\nActions:\n  - "*/read"\n')
    expect(await cli('role', 'definition', 'update', file)).toMatchObject({ code: notFound })
    const made = await json('role', 'definition', 'create', file)
    expect(made.properties).toMatchObject({ roleName: 'Watcher', type: 'CustomRole' })
    expect(await cli('role', 'definition', 'create', file)).toMatchObject({ code: conflict })
    await writeFile(
      file,
      JSON.stringify({ Name: 'watcher', Description: 'sees more', Actions: ['*/read', 'x.y/z/action'] }),
    )
    expect((await json('role', 'definition', 'update', file)).name).toBe(made.name)
    expect((await json('role', 'definition', 'show', 'Watcher')).properties.description).toBe('sees more')
    expect((await json('role', 'list', '--custom')).length).toBe(1)
    expect(await cli('role', 'definition', 'delete', 'Watcher', '--yes')).toMatchObject({ code: 0 })
    expect((await cli('role', 'list', '--custom')).stdout).toContain('carrel role definition create')
    await writeFile(file, 'Name: Watcher\nAction: all\n')
    expect(await cli('role', 'definition', 'create', file)).toMatchObject({ code: badUsage })
  })
})

describe('resources', () => {
  test('groups and workspaces are made, listed and deleted with what is in them', async () => {
    expect(await json('group', 'create', 'research', '--tags', 'cost=42')).toMatchObject({ tags: { cost: '42' } })
    expect(await json('group', 'create', 'research')).toMatchObject({ tags: { cost: '42' } })
    const made = await cli('workspace', 'create', 'vision', '-g', 'research')
    expect(made).toMatchObject({ code: 0, stdout: '' })
    expect(await json('workspace', 'show', 'vision', '-g', 'research')).toMatchObject({ name: 'vision' })
    expect(await lines('workspace', 'list', '--all', '--query', '[].name', '-o', 'tsv')).toEqual(['main', 'vision'])
    expect((await cli('workspace', 'list', '-g', 'research')).stdout).toMatch(/^vision +research +local +Succeeded/m)
    expect(await cli('group', 'delete', 'research')).toMatchObject({ code: badUsage })
    expect(await cli('group', 'delete', 'research', '--yes')).toMatchObject({ code: 0 })
    expect(await lines('group', 'list', '--query', '[].name', '-o', 'tsv')).toEqual(['carrel'])
    expect(await cli('workspace', 'delete', 'vision', '-g', 'research', '--yes')).toMatchObject({ code: notFound })
    expect(await cli('group', 'create', 'x', '--tags', 'none')).toMatchObject({ code: badUsage })
  })

  test('sizes, usage and quotas: what is set is what counts', async () => {
    expect(await lines('size', 'list', '--query', '[?vCPUs==`1`].name | [0]', '-o', 'tsv')).toEqual(['STANDARD_A1_V2'])
    expect((await cli('usage', 'list')).stdout).toContain('carrel usage list --all')
    expect(await json('quota', 'set', 'standardDSv3Family', '1')).toMatchObject({ limit: 1 })
    await expect(product.createInstance('large')).rejects.toThrow(/QuotaExceeded/)
    expect(await json('quota', 'set', 'STANDARDDSV3FAMILY', '-1')).toMatchObject({ limit: 100 })
    expect(await cli('quota', 'set', 'total', 'many')).toMatchObject({ code: badUsage })
    expect(await cli('quota', 'set', 'noFamily', '1')).toMatchObject({ code: notFound })
  })

  test('locks keep from deleting until they go, and the activity log says who', async () => {
    const scope = ['-g', product.facts.resourceGroup]
    expect((await cli('lock', 'list')).stdout).toContain('carrel lock create')
    const made = await json('lock', 'create', 'keep', '--level', 'CanNotDelete', '--notes', 'paper', ...scope)
    expect(made.properties).toEqual({ level: 'CanNotDelete', notes: 'paper' })
    expect(await cli('group', 'delete', product.facts.resourceGroup, '--yes')).toMatchObject({ code: conflict })
    expect((await cli('lock', 'list', ...scope)).stdout).toMatch(/^keep +CanNotDelete .* paper$/m)
    expect(await cli('lock', 'delete', 'keep', ...scope, '--yes')).toMatchObject({ code: 0 })
    const events = await json('activity', 'list', '--since', '1h', '--limit', '500')
    const done = events.map(
      (each: { caller: string; operationName: { value: string } }) => `${each.caller} ${each.operationName.value}`,
    )
    expect(done).toContain('carrel-scripts Microsoft.Authorization/locks/delete')
    expect(await json('activity', 'list', '--limit', '2')).toHaveLength(2)
    expect((await cli('activity', 'list', '--caller', 'nobody')).stdout).toContain('--since 30d')
    const ofTenant = await cli('activity', 'list', '--tenant', '--limit', '500')
    expect(ofTenant.stdout).toMatch(/carrel-scripts +Carrel\.Identity\/users\/write +Succeeded +users\/ana$/m)
    expect(await cli('activity', 'list', '--tenant', ...scope)).toMatchObject({ code: badUsage })
    expect(await cli('activity', 'list', '--since', 'ever')).toMatchObject({ code: badUsage })
  })
})

describe('ca', () => {
  test('prints the authority clients trust, its fingerprint, and how to install it', async () => {
    const { stdout } = await cli('ca')
    expect(stdout).toBe(await readFile(product.facts.caFile, 'utf8'))
    const { fingerprint256 } = new X509Certificate(stdout)
    expect((await cli('ca', '--fingerprint')).stdout).toBe(`${fingerprint256}\n`)
    const { stdout: help } = await cli('ca', '--install')
    for (const word of [fingerprint256, 'Debian', 'macOS', 'Windows', 'Firefox']) expect(help).toContain(word)
  })
})

test('every command has an example in its help, and says which options there are', async () => {
  for (const words of [
    ['user', 'create'],
    ['sp', 'create'],
    ['role', 'assignment', 'create'],
    ['quota', 'set'],
    ['ca'],
  ]) {
    const { code, stdout } = await runCarrel(...words, '--help')
    expect([code, stdout]).toEqual([0, expect.stringContaining(`Examples:\n  carrel ${words.join(' ')}`)])
    expect(stdout).toContain('Exit codes:')
  }
})

function cli(...words: string[]): Promise<Ended> {
  return runCarrel(...words, '--data', product.data)
}

/** What a command prints as JSON; the test fails with what it said where it fails. */
async function json(...words: string[]) {
  const { code, stdout, stderr } = await cli(...words, '-o', 'json')
  if (code !== 0) throw new Error(`carrel ${words.join(' ')} ended with ${code}: ${stderr}`)
  return JSON.parse(stdout)
}

async function lines(...words: string[]): Promise<string[]> {
  return (await cli(...words)).stdout.trim().split('\n').sort()
}

/** Of a read and of a write, as the program itself. Throws when it cannot sign in. */
async function statusOf(credentials: { clientId: string; clientSecret: string; tenantId: string }): Promise<number[]> {
  const { endpoint, caFile, subscriptionId } = product.facts
  const client = await createApiClient(endpoint, caFile, credentials)
  const group = `/subscriptions/${subscriptionId}/resourceGroups/${product.facts.resourceGroup}?api-version=2021-04-01`
  const [read, written] = [await client.send('GET', group), await client.send('PUT', group, { location: 'local' })]
  return [read.status, written.status]
}

async function selfSigned(): Promise<string> {
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')]
  const subject = ['-subj', '/CN=ci', '-days', '30']
  await promisify(execFile)('openssl', [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    key,
    '-out',
    certificate,
    ...subject,
  ])
  const both = join(folder, 'both.pem')
  await writeFile(both, (await readFile(key, 'utf8')) + (await readFile(certificate, 'utf8')))
  return both
}

function thumbprint(pem: string): string {
  const certificate = pem.slice(pem.indexOf('-----BEGIN CERTIFICATE-----'))
  return new X509Certificate(certificate).fingerprint.replaceAll(':', '')
}
