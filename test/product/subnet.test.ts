// CI-34 on the running product: instances of one subnet by SSH from inside it, and what is started again or dies on the
// way changes nothing of who reaches whom.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { accept } from '../support/compute-steps.ts'
import { type Kernel, openKernel } from '../support/kernel.ts'
import { type OwnDockerd, openOwnDockerd } from '../support/own-dockerd.ts'
import { type Product, startProduct, until } from '../support/product.ts'
import { killProcess, untilReplaced } from '../support/product-processes.ts'
import { isRoot, skipUnlessRoot } from '../support/root.ts'
import { openSshClient, type SshClient } from '../support/ssh-client.ts'

const subnet = {
  id: '/subscriptions/7d2c1f0e-58a4-4c3b-9f61-0a2b3c4d5e6f/resourceGroups/team/providers/Microsoft.Network/virtualNetworks/lab/subnets/default',
}
/** sshd, the supervisor, JupyterLab, and what answers on a host. */
const ports = [22, 80, 443, 7070, 8888]

let dockerd: OwnDockerd
let product: Product
let client: SshClient
let desk: Kernel
let apart: Kernel
skipUnlessRoot()

beforeAll(async () => {
  if (!isRoot) return
  ;[dockerd, client] = await Promise.all([openOwnDockerd(), openSshClient()])
  product = await startProduct(['--no-instance'], dockerd.environment)
  const sshSettings = { sshPublicAccess: 'Disabled', adminPublicKey: client.publicKey }
  await product.createInstance('desk', { subnet })
  await product.createInstance('peer', { subnet, sshSettings, enableNodePublicIp: false })
  await product.createInstance('apart', { sshSettings })
  ;[desk, apart] = await Promise.all([openKernel(product, 'desk'), openKernel(product, 'apart')])
  const key = await readFile(join(client.folder, 'id'), 'utf8')
  for (const kernel of [desk, apart]) {
    await kernel.shell(`umask 077; mkdir -p ~/.ssh; cat > ~/.ssh/id <<'END'\n${key.trim()}\nEND`)
  }
})
afterAll(async () => {
  await dockerd?.start()
  for (const kernel of [desk, apart]) await kernel?.[Symbol.asyncDispose]()
  await product?.[Symbol.asyncDispose]()
  await client?.[Symbol.asyncDispose]()
  await dockerd?.[Symbol.asyncDispose]()
})

test('CI-34: with SSH disabled nothing listens outside, and from inside the key lets in on port 22', async () => {
  const { sshSettings, connectivityEndpoints } = await detailsOf('peer')
  expect(sshSettings).toMatchObject({ sshPublicAccess: 'Disabled', sshPort: null, adminPublicKey: client.publicKey })
  expect(connectivityEndpoints).toEqual({ publicIpAddress: null, privateIpAddress: expect.stringMatching(/^\d+\./) })
  expect(await asks(desk, 'peer')).toBe('azureuser on peer')
  expect(await asks(apart, 'peer', { patienceS: 3 })).not.toContain('azureuser')
})

test('CI-34: nothing else of a peer answers, and nothing at all of an instance that is in no subnet', async () => {
  expect(await openPorts(desk, 'peer', [22])).toEqual([22])
  expect(await openPorts(desk, 'apart')).toEqual([])
  expect(await openPorts(apart, 'peer')).toEqual([])
  expect(await openPorts(apart, 'desk')).toEqual([])
})

test('it is the same after a stop and a start', async () => {
  await accept(product, 'peer', 'stop')
  await product.untilState('peer', 'Stopped')
  expect((await detailsOf('peer')).connectivityEndpoints.privateIpAddress).toBeNull()
  await accept(product, 'peer', 'start')
  await product.untilState('peer', 'Running')
  await isTheSame()
})

test('it is the same while Carrel’s server and Docker are away, and when they are back', async () => {
  const address = (await detailsOf('peer')).connectivityEndpoints.privateIpAddress ?? ''
  await dockerd.kill()
  const before = await killProcess(product.data, 'server')
  expect(await asks(desk, 'peer', { address })).toBe('azureuser on peer')
  await untilReplaced(product.data, 'server', before)
  await dockerd.start()
  await until(async () => ((await asks(desk, 'peer')) === 'azureuser on peer' ? undefined : 'desk does not reach peer'))
  await isTheSame()
})

async function isTheSame(): Promise<void> {
  expect(await asks(desk, 'peer')).toBe('azureuser on peer')
  expect(await openPorts(desk, 'peer', [22])).toEqual([22])
  expect(await openPorts(apart, 'peer')).toEqual([])
}

interface Asking {
  readonly address?: string
  /** Seconds for all of it up to the sign-in: long where there is to be an answer. */
  readonly patienceS?: number
}

async function asks(from: Kernel, name: string, { address, patienceS = 60 }: Asking = {}): Promise<string> {
  const to = address ?? (await detailsOf(name)).connectivityEndpoints.privateIpAddress
  const options = `-o BatchMode=yes -o StrictHostKeyChecking=no -o LogLevel=ERROR -o ConnectTimeout=${patienceS} -i ~/.ssh/id`
  return (await from.shell(`ssh ${options} azureuser@${to} 'echo $USER on $(hostname)'`)).trim()
}

/** What is dropped on the way answers nothing: two seconds are silence. What is to be open may take its time. */
async function openPorts(from: Kernel, name: string, expected: readonly number[] = []): Promise<number[]> {
  const to = (await detailsOf(name)).connectivityEndpoints.privateIpAddress
  const asked = ports.map((port) => {
    const patience = expected.includes(port) ? 60 : 2
    return `(timeout ${patience} bash -c 'exec 3<>/dev/tcp/${to}/${port}' 2>/dev/null && echo ${port}) &`
  })
  const output = await from.shell(`${asked.join(' ')} wait`)
  return output
    .split('\n')
    .filter((line) => /^\d+$/.test(line.trim()))
    .map(Number)
}

interface Details {
  readonly sshSettings: Readonly<Record<string, unknown>>
  readonly connectivityEndpoints: { readonly publicIpAddress: string | null; readonly privateIpAddress: string | null }
}

async function detailsOf(name: string): Promise<Details> {
  const path = `${product.computeId(name)}?api-version=2024-10-01`
  return (await product.client.call<{ properties: { properties: Details } }>('GET', path)).properties.properties
}
