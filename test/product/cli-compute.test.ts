// The life of an instance by the command line on the running product, as its installation on this machine.

import { spawnSync } from 'node:child_process'
import { openSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CliUser, openCliUser } from '../support/cli-user.ts'
import { carrel, type Product, startProduct, until } from '../support/product.ts'
import { killProcess } from '../support/product-processes.ts'

let product: Product
let user: CliUser
const compute = (...args: string[]) => user.carrel('compute', ...args)
const stateOf = async (name: string) =>
  (await compute('show', name, '--query', 'properties.properties.state', '-o', 'tsv')).stdout.trim()

beforeAll(async () => {
  product = await startProduct()
  user = await openCliUser({ CARREL_DATA: product.data })
})
afterAll(async () => {
  await user?.[Symbol.asyncDispose]()
  await product?.[Symbol.asyncDispose]()
})

test('an empty workspace says how to make the first instance', async () => {
  expect(await compute('list')).toEqual({
    code: 0,
    stdout: 'No compute instances in workspace main. Create one: carrel compute create NAME\n',
    stderr: '',
  })
  expect((await compute('list', '-o', 'json')).stdout).toBe('[]\n')
})

test('create makes an instance for a person, with a key of its own, and tells the phases', async () => {
  const { userName } = product.facts.admin
  const made = await compute('create', 'desk', '--assign-to', userName, '--tags', 'team=vision', 'cost=a=b')
  expect(made).toMatchObject({ code: 0, stdout: '' })
  expect(made.stderr).toContain('desk: creating\n')
  expect(made.stderr).toMatch(/^desk: creating \(\w+\)$/m)
  expect(made.stderr).toContain(`JupyterLab  http://desk-lab.localhost:${product.port + 1}/lab`)
  const shown = JSON.parse((await compute('show', 'desk', '-o', 'json')).stdout)
  expect(shown).toMatchObject({
    tags: { team: 'vision', cost: 'a=b' },
    properties: { properties: { state: 'Running', sshSettings: { sshPublicAccess: 'Enabled' } } },
  })
})

test('the same table reads as text, tab-separated values, JSON, YAML, or what a query makes of it', async () => {
  const { stdout: table } = await compute('list')
  const [titles = '', row = ''] = table.split('\n')
  expect(titles.split(/\s+/)).toEqual(['NAME', 'STATE', 'SIZE', 'OWNER', 'URL', 'CREATED'])
  expect(row).toMatch(new RegExp(`^desk +Running +STANDARD_D2S_V3 +${product.facts.admin.userName} +http`))
  expect((await compute('list', '-o', 'tsv')).stdout.split('\t').slice(0, 2)).toEqual(['desk', 'Running'])
  expect(JSON.parse((await compute('list', '-o', 'json')).stdout)).toMatchObject([{ name: 'desk' }])
  expect((await compute('list', '-o', 'yaml')).stdout).toContain('  name: desk\n')
  const query = '[].{who:name,state:properties.properties.state}'
  expect((await compute('list', '--query', query)).stdout).toBe('who   state\ndesk  Running\n')
  expect(await compute('list', '--query', '[?')).toMatchObject({ code: 2, stderr: expect.stringContaining('JMESPath') })
})

test('--verbose tells the requests without a secret', async () => {
  const { stderr } = await compute('list', '--verbose')
  expect(stderr).toMatch(/^carrel: GET https:\/\/localhost:\d+\/subscriptions\/\S+ → 200 \(\d+ ms\)/m)
  expect(stderr).not.toContain(product.facts.principal.clientSecret)
  expect(stderr).not.toContain('Bearer')
})

test('whoever reads no further, or has no room, ends the command without a stack', async () => {
  for (const words of [['size', 'list'], ['compute', 'list', '-o', 'json'], ['completion', 'bash'], ['status']]) {
    const reading = user.start(words)
    reading.child.stdout?.destroy()
    expect(await reading.ended).toMatchObject({ code: 141, stderr: '' })
  }
  const full = spawnSync(carrel, ['size', 'list'], {
    env: user.env,
    stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'],
  })
  expect(full.status).toBe(1)
  expect(String(full.stderr)).toMatch(/^carrel: What it prints cannot be written: .+\n$/)
})

test('what cannot be done has an exit code of its own and says what to do', async () => {
  expect(await compute('create', 'desk')).toMatchObject({ code: 5, stderr: expect.stringContaining('already') })
  expect(await compute('show', 'nothing')).toMatchObject({ code: 3, stderr: expect.stringContaining('compute list') })
  expect(await compute('create', 'x_y')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('InvalidComputeName'),
  })
  expect(await compute('create', 'other', '--tags', 'loose')).toMatchObject({ code: 2 })
  expect(await compute('lst')).toMatchObject({ code: 2, stderr: expect.stringContaining('Did you mean list?') })
  expect(await compute('list', '--outptu', 'json')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('Did you mean --output?'),
  })
  expect(await compute('create', 'other', '--assign-to', 'nobody')).toMatchObject({ code: 3 })
  for (const unset of ['', '..']) {
    expect(await compute('delete', unset, '--yes')).toMatchObject({ code: 2, stdout: '' })
    expect(await user.carrel('batchai', 'workspace', 'delete', '--workspace', unset, '--yes')).toMatchObject({
      code: 2,
    })
    expect(await user.carrel('batchai', 'cluster', 'show', '--name', unset)).toMatchObject({ code: 2 })
  }
})

test('ssh runs a command in the node, with the host key the API told, and answers its exit code', async () => {
  expect(await compute('ssh', 'desk', '--', 'echo $USER at $(hostname)')).toEqual({
    code: 0,
    stdout: 'azureuser at desk\n',
    stderr: '',
  })
  expect(await compute('ssh', 'desk', '--', 'exit 7')).toMatchObject({ code: 7 })
})

test('metrics tell what it used, as a table and as the API has it', async () => {
  await until(async () => {
    const { stdout } = await compute('metrics', 'desk')
    return /^TIME +CPU +MEMORY +MEMORY MB/.test(stdout) ? undefined : `no table: ${stdout}`
  })
  const [interval, ...names] = JSON.parse(
    (await compute('metrics', 'desk', '--last', '2h', '-o', 'json', '--query', '[interval, value[].name.value]'))
      .stdout,
  ).flat()
  expect(interval).toBe('PT5M')
  expect(names).toContain('CpuUtilizationPercentage')
  expect(await compute('metrics', 'desk', '--last', '2d')).toMatchObject({ code: 2, stdout: '' })
})

test('open prints where an app is', async () => {
  const host = (app: string) => `http://desk-${app}.localhost:${product.port + 1}/`
  expect((await compute('open', 'desk')).stdout).toBe(`${host('lab')}lab\n`)
  expect((await compute('open', 'desk', '--app', 'term')).stdout).toBe(`${host('term')}\n`)
})

test('several stop and start at once; --no-wait leaves it to go on', async () => {
  expect(await compute('create', 'second', '--no-ssh')).toMatchObject({ code: 0 })
  expect(await compute('stop', 'desk', 'second')).toMatchObject({ code: 0 })
  expect([await stateOf('desk'), await stateOf('second')]).toEqual(['Stopped', 'Stopped'])
  expect(await compute('ssh', 'desk')).toMatchObject({
    code: 5,
    stderr: expect.stringContaining('carrel compute start'),
  })
  const accepted = await compute('start', 'desk', 'second', '--no-wait')
  expect(accepted).toMatchObject({ code: 0, stderr: expect.stringContaining('See "carrel compute events desk"') })
  await product.untilState('desk', 'Running')
  await product.untilState('second', 'Running')
  expect(await compute('restart', 'second')).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('running again'),
  })
  expect(await compute('stop', 'second', 'nothing')).toMatchObject({ code: 3 })
  await product.untilState('second', 'Stopped')
})

test('Ctrl-C stops the waiting, not the work', async () => {
  const start = user.start(['compute', 'start', 'second'])
  await start.untilSaid(/second: starting \(/)
  start.child.kill('SIGINT')
  const { code, stderr } = await start.ended
  expect(code).toBe(130)
  expect(stderr).toContain('Carrel goes on with it: second.')
  await product.untilState('second', 'Running')
})

test('a server that starts again does not end the waiting', async () => {
  const restart = user.start(['compute', 'restart', 'second'])
  await restart.untilSaid(/second: restarting \(/)
  await killProcess(product.data, 'server')
  expect(await restart.ended).toMatchObject({ code: 0, stderr: expect.stringContaining('second is running again') })
})

test('events tell what happened, oldest first, and follow what happens', async () => {
  const { stdout } = await compute('events', 'second')
  const operations = stdout
    .split('\n')
    .slice(1, -1)
    .map((line) => line.split(/ {2,}/).slice(1, 3))
  expect(operations.slice(0, 2)).toEqual([
    ['Create', 'Succeeded'],
    ['Stop', 'Succeeded'],
  ])
  const following = user.start(['compute', 'events', 'second', '--follow'])
  try {
    await compute('stop', 'second')
    await following.untilSaid(/Start: asked by[\s\S]*Stop: Succeeded after/, 'stdout')
  } finally {
    following.child.kill('SIGINT')
    await following.ended
  }
})

test('code hands Visual Studio Code a host that plain SSH knows, and says what to install where it is not', async () => {
  expect(await user.carrel('code', 'desk')).toMatchObject({ code: 1, stderr: expect.stringContaining('Remote - SSH') })
  const bin = join(user.home, 'code')
  await writeFile(bin, '#!/bin/sh\necho "$@"\n', { mode: 0o755 })
  const path = `${user.home}:${process.env['PATH']}`
  await using withCode = await openCliUser({ CARREL_DATA: product.data, PATH: path })
  expect(await withCode.carrel('code', 'desk')).toMatchObject({
    code: 0,
    stdout: '--remote ssh-remote+desk /home/azureuser\n',
  })
})

test('delete asks first, and says yes for scripts with --yes', async () => {
  expect(await compute('delete', 'desk')).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') })
  expect(await compute('delete', 'nothing', '--yes')).toMatchObject({ code: 3 })
  expect(await compute('delete', 'desk', 'second', '--yes')).toMatchObject({ code: 0 })
  expect((await compute('list', '-o', 'json')).stdout).toBe('[]\n')
})
