// Programs written for public Azure, unmodified, below `carrel exec` and against the running product.

import { readdir, readFile, stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { spawn as openTerminal } from '@lydell/node-pty'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { carrel, type Product, startProduct } from '../support/product.ts'
import { findPython } from './az/find-python.ts'
import { installAz } from './az/install-az.ts'
import { type Exec, openExec } from './exec/open-exec.ts'
import { findPython as findPythonFor } from './python/find-python.ts'
import { installClient } from './python/install-client.ts'

const azPython = findPython()
const sdkPython = findPythonFor('azure-identity', ['3.11', '3.12', '3.10'])
const script = (name: string) => join(import.meta.dirname, 'exec', name)

let product: Product
let exec: Exec

beforeAll(async () => {
  product = await startProduct()
  exec = await openExec(product)
})
afterAll(async () => {
  await exec?.[Symbol.asyncDispose]()
  await product?.[Symbol.asyncDispose]()
})

describe.skipIf(azPython === undefined)('az, below carrel exec', () => {
  let python: string

  beforeAll(async () => {
    python = await installAz(azPython ?? '')
  })

  const az = (...args: string[]) => [python, '-m', 'azure.cli', ...args, '--output', 'json']
  const call = (...args: string[]) => exec.json(az(...args))
  const login = () => {
    const { principal, tenantId } = product.facts
    const who = ['--username', principal.clientId, '--password', principal.clientSecret, '--tenant', tenantId]
    return az('login', '--service-principal', ...who)
  }

  test('signs in to the public cloud with nothing registered, and is still signed in at the next call', async () => {
    const { subscriptionId, tenantId, resourceGroup } = product.facts
    const account = { id: subscriptionId, tenantId, state: 'Enabled' }
    expect(await exec.json(login())).toMatchObject([{ ...account, cloudName: 'AzureCloud' }])
    expect(await call('account', 'show')).toMatchObject({ ...account, environmentName: 'AzureCloud' })
    expect(await call('group', 'list')).toMatchObject([{ name: resourceGroup }])
    expect(await call('cloud', 'list')).toContainEqual(expect.objectContaining({ name: 'AzureCloud', isActive: true }))
  })

  test('manages groups, reads roles, and calls addresses of public Azure with az rest', async () => {
    const { subscriptionId, principal, resourceGroup } = product.facts
    await exec.json(login())
    const group = ['--name', 'exec-az']
    expect(await call('group', 'create', ...group, '--location', 'eastus')).toMatchObject({ name: 'exec-az' })
    const scope = `/subscriptions/${subscriptionId}/resourceGroups/exec-az`
    const who = ['--assignee-object-id', principal.objectId, '--assignee-principal-type', 'ServicePrincipal']
    await call('role', 'assignment', 'create', '--role', 'Reader', ...who, '--scope', scope)
    expect(await call('role', 'assignment', 'list', '--scope', scope)).toMatchObject([
      { roleDefinitionName: 'Reader', principalId: principal.objectId },
    ])
    const url = `https://management.azure.com/subscriptions/${subscriptionId}/resourcegroups?api-version=2021-04-01`
    const listed = await call('rest', '--url', url)
    expect(listed.value.map(({ name }: { name: string }) => name).sort()).toEqual([resourceGroup, 'exec-az'].sort())
    await call('group', 'delete', ...group, '--yes')
    expect(await call('group', 'exists', ...group)).toBe(false)
  })

  test('keeps what it knows apart from the caller’s own, or forgets it', async () => {
    await exec.json(login())
    const [installation = ''] = await readdir(join(exec.home, '.config/carrel/exec'))
    const folder = join(exec.home, '.config/carrel/exec', installation, 'azure')
    expect((await stat(folder)).mode & 0o777).toBe(0o700)
    expect(await readdir(folder)).toContain('azureProfile.json')
    expect(await readdir(exec.home)).not.toContain('.azure')
    const options = ['--fresh']
    await expect(exec.json(az('account', 'show'), { options })).rejects.toThrow(/az login/)
    expect(await call('account', 'show')).toMatchObject({ state: 'Enabled' })
  })

  test('with --registered, is told of the cloud by variable and needs no proxy', async () => {
    const options = ['--registered']
    expect(await exec.json(login(), { options })).toMatchObject([{ cloudName: 'Carrel' }])
    expect(await exec.json(az('group', 'list'), { options })).toMatchObject([{ name: product.facts.resourceGroup }])
    const { stdout } = await exec.run(['env'], { options })
    expect(stdout).not.toMatch(/^HTTPS_PROXY=/m)
    expect(stdout).toContain(`ARM_CLOUD_METADATA_URL=${product.facts.endpoint}/metadata/endpoints`)
  })

  test('is told in its own words why it cannot sign in', async () => {
    const { principal, tenantId } = product.facts
    const who = ['--username', principal.clientId, '--password', 'wrong', '--tenant', tenantId]
    const options = ['--fresh']
    await expect(exec.json(az('login', '--service-principal', ...who), { options })).rejects.toThrow(/AADSTS7000215/)
  })
})

describe('programs, below carrel exec', () => {
  const credentials = () => {
    const { principal, tenantId, subscriptionId, resourceGroup, workspace, caFile } = product.facts
    return {
      AZURE_TENANT_ID: tenantId,
      AZURE_CLIENT_ID: principal.clientId,
      AZURE_CLIENT_SECRET: principal.clientSecret,
      AZURE_SUBSCRIPTION_ID: subscriptionId,
      GROUP: resourceGroup,
      WORKSPACE: workspace,
      OTHER_AUTHORITY: caFile,
    }
  }

  test('npm packages with their default addresses create an instance and delete it', async () => {
    const found = await exec.json([process.execPath, script('public-azure.ts')], { env: credentials() })
    expect(found).toMatchObject({
      subscriptions: [product.facts.subscriptionId],
      group: 'exec-npm',
      instance: 'Succeeded',
      cloud: { name: 'AzureCloud' },
    })
  })

  test('the npm package for roles makes one, grants it and takes it back', async () => {
    const env = { ...credentials(), PRINCIPAL: product.facts.admin.objectId }
    expect(await exec.json([process.execPath, script('public-roles.ts')], { env })).toEqual({
      builtIn: ['acdd72a7-3385-48ef-bd42-f606fba81ae7'],
      granted: true,
      takenBack: true,
    })
  })

  test.skipIf(sdkPython === undefined)('azure-identity, requests and urllib find the subscription', async () => {
    const python = await installClient('azure-ai-ml', sdkPython ?? '')
    const ended = await exec.run([python, script('public_azure.py')], { env: credentials() })
    expect(ended).toMatchObject({ code: 0 })
    expect(JSON.parse(ended.stdout)).toEqual({
      subscriptions: [product.facts.subscriptionId],
      tenants: [product.facts.tenantId],
      refused: expect.stringContaining('403'),
      distrusted: expect.stringContaining('CERTIFICATE_VERIFY_FAILED'),
    })
    expect(ended.stderr).toContain('lab.blob.core.windows.net is a host of Azure that Carrel does not stand in for')
    expect(ended.stderr).toContain('a program did not trust what answers for management.azure.com')
  })
})

describe('carrel exec', () => {
  const shell = (line: string) => ['/bin/sh', '-c', line]
  const node = (source: string) => [process.execPath, '--input-type=module', '-e', source]

  test('ends as the command ends', async () => {
    expect(await exec.run(shell('exit 7'))).toMatchObject({ code: 7, stderr: '' })
    expect(await exec.run(shell('kill -KILL $$'))).toMatchObject({ code: null, signal: 'SIGKILL' })
    expect(await exec.run(['no-such-command'])).toMatchObject({
      code: 127,
      stderr: expect.stringContaining('not found'),
    })
    expect(await exec.run([product.facts.caFile])).toMatchObject({ code: 126 })
  })

  test('passes signals on and leaves the end to the command', async () => {
    const patient = 'trap "echo told; exit 9" TERM; echo up; while :; do sleep 0.05; done'
    const ended = await exec.run(shell(patient), { onOutput: (child) => child.kill('SIGTERM') })
    expect(ended).toMatchObject({ code: 9, stdout: 'up\ntold\n' })
    const plain = await exec.run(shell('echo up; exec sleep 60'), { onOutput: (child) => child.kill('SIGINT') })
    expect(plain).toMatchObject({ code: null, signal: 'SIGINT' })
  })

  test('at a terminal, leaves Ctrl-C to the command, which gets it once', async () => {
    const line = `count=0; trap 'count=$((count+1)); echo "told $count"' INT; echo it-is-up; while [ $count = 0 ]; do sleep 0.1; done; sleep 0.3; exit $count`
    const terminal = openTerminal(carrel, ['exec', '--data', product.data, '--', ...shell(line)], {
      env: { ...process.env, XDG_CONFIG_HOME: exec.home },
    })
    const ended = new Promise<{ exitCode: number }>((resolve) => terminal.onExit(resolve))
    let said = ''
    terminal.onData((text) => {
      const wasUp = said.includes('it-is-up')
      said += text
      if (!wasUp && said.includes('it-is-up')) terminal.write('\x03')
    })
    expect(await ended).toMatchObject({ exitCode: 1 })
    expect(said).toContain('told 1')
  })

  test.each([
    '--pass management.azure.com',
    '--pass https://lab.vault.azure.net/',
    '--registered --others refuse',
    '--print-env',
    '--others some',
  ])('refuses what makes no sense: %s', async (options) => {
    const ended = await exec.run(shell('echo ran'), { options: options.split(' ') })
    expect(ended).toMatchObject({ code: 2, stdout: '' })
  })

  test('reaches a host that is not of Azure, unless told not to', async () => {
    const other = createServer((_request, response) => response.end('another server'))
    const port = await new Promise<number>((resolve) => {
      other.listen(0, '127.0.0.1', () => resolve((other.address() as { port: number }).port))
    })
    // A name that is not exempt from the proxy.
    const look = node(`import { Agent, get } from 'node:http'
      const agent = new Agent({ proxyEnv: { HTTP_PROXY: process.env.HTTP_PROXY } })
      get('http://127.0.0.1:${port}/', { agent }, async (answer) => console.log(answer.statusCode, await answer.toArray().then(String)))`)
    expect(await exec.run(look)).toMatchObject({ code: 0, stdout: '200 another server\n' })
    const refused = await exec.run(look, { options: ['--others', 'refuse'] })
    expect(refused.stdout).toMatch(/^403 127\.0\.0\.1 is not reached with --others refuse/)
    expect(refused.stderr).toContain('--pass 127.0.0.1')
    expect(await exec.run(look, { options: ['--others', 'refuse', '--pass', '127.0.0.1'] })).toMatchObject({
      stdout: '200 another server\n',
    })
    other.close()
  })

  test('keeps its proxy from every other process, and its password out of arguments and output', async () => {
    const look = node(`import { connect } from 'node:net'
      import { readFileSync } from 'node:fs'
      const { hostname, port, password } = new URL(process.env.HTTPS_PROXY)
      const parent = readFileSync('/proc/' + process.ppid + '/cmdline', 'utf8')
      const socket = connect(port, hostname, () => socket.write('CONNECT management.azure.com:443 HTTP/1.1\\r\\n\\r\\n'))
      socket.once('data', (data) => {
        console.log(JSON.stringify({ hostname, told: String(data).split('\\r\\n')[0], isInArguments: parent.includes(password), length: password.length }))
        socket.destroy()
      })`)
    const seen = await exec.json(look)
    expect(seen).toEqual({
      hostname: '127.0.0.1',
      told: 'HTTP/1.1 407 Proxy Authentication Required',
      isInArguments: false,
      length: 32,
    })
  })

  test('leaves nothing behind but what tools keep', async () => {
    const { stdout } = await exec.run(shell('dirname "$SSL_CERT_FILE"; echo "$HTTPS_PROXY"'))
    const [folder = '', proxy = ''] = stdout.split('\n')
    expect(folder).toContain(exec.home)
    await expect(stat(folder)).rejects.toThrow(/ENOENT/)
    await expect(fetch(new URL(proxy).origin)).rejects.toThrow()
  })

  test('prints variables for a shell of one’s own, which trust the installation', async () => {
    const { stdout, code } = await exec.run([], { options: ['--registered', '--print-env'] })
    expect(code).toBe(0)
    const [, file = ''] = /^export SSL_CERT_FILE='(.*)'$/m.exec(stdout) ?? []
    expect(await readFile(file, 'utf8')).toContain((await readFile(product.facts.caFile, 'utf8')).trim())
    const shown = await exec.run([], { options: ['--print-env'] })
    expect(shown.stdout).toContain("export HTTPS_PROXY='<made for each run>'")
    expect(shown.stderr).toContain('--registered --print-env')
  })

  test('without a command, says how to write one', async () => {
    expect(await exec.run([])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('after "--"'),
    })
  })
})
