// A person is root in their node and nobody anywhere else. Each test does, as that root, what would hurt the host or a
// neighbour if it worked.

import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { chmod, copyFile, lstat, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import Docker from 'dockerode'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { dockerName } from '../../src/engine/docker/names.ts'
import { machineKey, nodeId } from '../../src/fleet/node-rows.ts'
import { accept, findingsOf, stateOf } from '../support/compute-steps.ts'
import { type Kernel, openKernel } from '../support/kernel.ts'
import { leftBehind } from '../support/left-behind.ts'
import { type Product, startProduct, until } from '../support/product.ts'
import { isRoot, skipUnlessRoot } from '../support/root.ts'

const run = promisify(execFile)
const share = 'cloudfiles/code'

let product: Product
let hostile: Kernel
skipUnlessRoot()
beforeAll(async () => {
  if (!isRoot) return
  product = await startProduct()
  await product.createInstance('hostile')
  await product.createInstance('neighbour')
  hostile = await openKernel(product, 'hostile')
})
afterAll(async () => {
  await hostile?.[Symbol.asyncDispose]()
  await product?.[Symbol.asyncDispose]()
})

test('a setuid shell left in the home or on the share gives nobody on the host any right', async () => {
  for (const folder of await writableFolders('hostile')) {
    const shell = join(folder.host, 'shell')
    // The host's own, so that it runs there at all.
    await copyFile('/bin/dash', shell)
    await hostile.shell(`sudo chown root:root ${folder.node}/shell; sudo chmod 4755 ${folder.node}/shell`)
    expect((await lstat(shell)).mode & 0o7777).toBe(0o4755)
    expect(await asNobody(shell, '-p', '-c', 'echo reached')).toContain('Permission denied')
    expect(await asNobodyWhoSeesAll(shell, '-p', '-c', 'echo $(id -u) $(id -ru)')).toBe('65534 65534\n')
  }
})

test('device nodes cannot be made in a node, and one that lies there anyway opens nothing', async () => {
  for (const folder of await writableFolders('hostile')) {
    expect(await hostile.shell(`sudo mknod ${folder.node}/disk b 254 0`)).toContain('Operation not permitted')
    const device = join(folder.host, 'null')
    await run('mknod', [device, 'c', '1', '3'])
    await chmod(device, 0o666)
    await expect(readFile(device)).rejects.toThrow('EACCES')
  }
})

test('links to files of the host are neither read nor written, changed nor removed by it', async () => {
  const outside = await mkdtemp(join(tmpdir(), 'carrel-outside-'))
  try {
    // Stands for the host's accounts, which others may add to meanwhile.
    for (const name of ['precious', 'accounts']) await writeFile(join(outside, name), 'kept', { mode: 0o600 })
    const fingerprints = () => Promise.all(['precious', 'accounts'].map((name) => fingerprint(join(outside, name))))
    const before = await fingerprints()
    await product.createInstance('linker')
    {
      await using kernel = await openKernel(product, 'linker')
      const places = ['~', `~/${share}`, `~/${share}/Users`, '/mnt', '/carrel/keep']
      for (const place of places) {
        await kernel.shell(
          `cd ${place} && sudo ln -sfn ${outside}/accounts shadow && sudo ln -sfn ${outside} outside && sudo ln -sfn / root`,
        )
      }
      // Where the supervisor and the next start write.
      await kernel.shell(
        `sudo mv ~/${share}/Users ~/${share}/Users.real; sudo ln -sfn ${outside} ~/${share}/Users;
         sudo sh -c 'cd /carrel/keep && for f in *; do rm -rf "$f.old"; mv "$f" "$f.old"; ln -sfn ${outside}/precious "$f"; done'`,
      )
    }
    for (const change of ['stop', 'start', 'restart'] as const) {
      await accept(product, 'linker', change)
      await until(() => leftBehind(product.data))
    }
    await accept(product, 'linker', 'delete')
    await until(() => leftBehind(product.data))
    expect(await fingerprints()).toEqual(before)
    await hostile.shell(`sudo rm ~/${share}/Users; sudo mv ~/${share}/Users.real ~/${share}/Users`)
  } finally {
    await rm(outside, { recursive: true, force: true })
  }
})

test("a node reaches neither the host's listeners nor another node, nor where clouds keep credentials", async () => {
  const listener = createServer((socket) => socket.end('host'))
  listener.listen(0, '0.0.0.0')
  await once(listener, 'listening')
  const address = listener.address()
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0
  try {
    const gateway = (await hostile.shell("ip route | sed -n 's/^default via \\([0-9.]*\\).*/\\1/p'")).trim()
    const addresses = ownAddresses()
    expect(addresses).toContain(gateway)
    const neighbour = await addressOf('neighbour')
    expect(await reach(hostile, [[await addressOf('hostile'), 7070]])).toEqual(['open'])
    const forbidden: [string, number][] = [
      ...addresses.flatMap((each): [string, number][] => [
        [each, port],
        [each, product.port],
        [each, product.port + 1],
        [each, 22],
      ]),
      [neighbour, 7070],
      [neighbour, 22],
      [neighbour, 8888],
      ['169.254.169.254', 80],
    ]
    const reached = await reach(hostile, forbidden)
    // An address that another network of this machine took along meanwhile is the world's, not the host's.
    const gone = addresses.filter((each) => !ownAddresses().includes(each))
    const open = forbidden.filter(([address], index) => reached[index] !== 'shut' && !gone.includes(address))
    expect(reached).toHaveLength(forbidden.length)
    expect(open).toEqual([])
  } finally {
    listener.close()
  }
})

test('the root of a node has none of the rights that reach beyond it', async () => {
  const status = await hostile.shell("sudo sed -n 's/^CapBnd:\\s*//p' /proc/self/status /proc/1/status")
  for (const set of status.trim().split('\n')) {
    const has = (bit: bigint) => ((BigInt(`0x${set}`) >> bit) & 1n) === 1n
    const named = { NET_ADMIN: 12n, NET_RAW: 13n, SYS_MODULE: 16n, SYS_PTRACE: 19n, SYS_ADMIN: 21n, MKNOD: 27n }
    expect(Object.entries(named).filter(([, bit]) => has(bit))).toEqual([])
  }
  const raw = await hostile.shell(`sudo python3 -c 'import socket; socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)'`)
  expect(raw).toContain('Operation not permitted')
  expect(await hostile.shell('sudo mount -t tmpfs none /mnt')).toMatch(/permission denied|not permitted/)
  expect(await hostile.shell('sudo touch /carrel/boot/x /carrel/supervisor/x')).toMatch(/Read-only file system/)
})

test('a fork bomb stays within the number of processes of its node, which can be stopped', async () => {
  await product.createInstance('bomber', { vmSize: 'STANDARD_DS1_V2' })
  const container = await containerOf('bomber')
  const limit = (await container.inspect()).HostConfig.PidsLimit ?? 0
  expect(limit).toBeGreaterThan(0)
  {
    await using kernel = await openKernel(product, 'bomber')
    await kernel.shell("sudo sh -c 'bomb() { bomb | bomb & }; bomb' > /dev/null 2>&1 &").catch(() => undefined)
  }
  const seen: number[] = []
  await until(async () => {
    const { pids_stats: pids } = await container.stats({ stream: false })
    const current = pids?.current ?? 0
    seen.push(current)
    return current > limit / 2 ? undefined : `only ${current} processes`
  })
  expect(Math.max(...seen)).toBeLessThanOrEqual(limit)
  expect(await stateOf(product, 'neighbour')).toBe('Running')
  await accept(product, 'bomber', 'stop')
  await product.untilState('bomber', 'Stopped')
  await accept(product, 'bomber', 'delete')
  await until(() => leftBehind(product.data))
})

test('what takes more memory than the size has ends, and the node goes on', async () => {
  await product.createInstance('eater', { vmSize: 'STANDARD_A1_V2' })
  const container = await containerOf('eater')
  expect((await container.inspect()).HostConfig).toMatchObject({ Memory: 2 * 1024 ** 3, MemorySwap: 2 * 1024 ** 3 })
  await using kernel = await openKernel(product, 'eater')
  const said = await kernel.shell(`python3 -c 'x = bytearray(3 * 1024 ** 3); print("had it")'; echo ended $?`)
  expect(said).toContain('ended 137')
  expect(said).not.toContain('had it')
  expect(await stateOf(product, 'eater')).toBe('Running')
})

test('a node whose own programs are killed for memory is started again with the finding OutOfMemory', async () => {
  {
    await using kernel = await openKernel(product, 'eater')
    await kernel
      .shell(
        `sudo sh -c 'for p in /proc/[0-9]*; do grep -q supervisor $p/cmdline && echo 1000 > $p/oom_score_adj; done;
         echo 0 > /proc/self/oom_score_adj; exec python3 -c "x = bytearray(3 * 1024 ** 3)"'`,
      )
      .catch(() => undefined)
  }
  await untilFound('eater', 'OutOfMemory')
  await product.untilState('eater', 'Running')
})

// Each has a name of its own: what was found of a name stays in its timeline.
test.each([
  ['its first process is told to end', 'told-to-end', 'sudo kill -TERM 1'],
  ['every process is killed', 'all-killed', 'sudo kill -KILL -1'],
])('when %s, a node is started again with the finding Exited', async (_how, name, command) => {
  await product.createInstance(name)
  {
    await using kernel = await openKernel(product, name)
    await kernel.shell(command).catch(() => undefined)
  }
  await untilFound(name, 'Exited')
  await until(() => leftBehind(product.data))
  expect(await stateOf(product, name)).toBe('Running')
  await accept(product, name, 'delete')
  await until(() => leftBehind(product.data))
})

/** What nodes can write, as the host and as the node see it. */
async function writableFolders(name: string): Promise<{ host: string; node: string }[]> {
  const own = join(product.data, 'volumes', 'nodes', await machineKeyOf(name))
  return [
    { host: join(own, 'home'), node: '/home/azureuser' },
    { host: join(own, 'tmp'), node: '/mnt' },
    { host: await sharePath(own), node: `/home/azureuser/${share}` },
  ]
}

async function sharePath(own: string): Promise<string> {
  const mounts = (await readFile('/proc/self/mountinfo', 'utf8')).split('\n').map((line) => line.split(' ')[4] ?? '')
  const found = mounts.find((path) => path.startsWith(`${own}/mounts/`))
  if (found === undefined) throw new Error(`no share is mounted below ${own}`)
  return found
}

function asNobody(...command: string[]): Promise<string> {
  return runAs([], command)
}

/** Nobody who may pass every folder: what is left is the mount's own nosuid. */
function asNobodyWhoSeesAll(...command: string[]): Promise<string> {
  return runAs(['--inh-caps=+dac_read_search', '--ambient-caps=+dac_read_search'], command)
}

/** Through a shell: `setpriv` itself still has its rights when it looks for what to run. */
async function runAs(rights: string[], command: string[]): Promise<string> {
  const nobody = ['--reuid=65534', '--regid=65534', '--clear-groups', ...rights]
  const { stdout, stderr } = await run('setpriv', [...nobody, 'sh', '-c', '"$0" "$@"', ...command]).catch(
    (error: { stdout: string; stderr: string }) => error,
  )
  return stdout + stderr
}

async function fingerprint(path: string): Promise<string> {
  const { mode, uid, gid, mtimeMs, ctimeMs, ino } = await lstat(path)
  const content = createHash('sha256')
    .update(await readFile(path))
    .digest('hex')
  return JSON.stringify({ mode, uid, gid, mtimeMs, ctimeMs, ino, content })
}

/** `open` where a TCP connection can be made from the node, else `shut`. */
function ownAddresses(): string[] {
  const own = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
  return own.filter((each) => each.family === 'IPv4' && !each.internal).map((each) => each.address)
}

async function reach(kernel: Kernel, places: [string, number][]): Promise<string[]> {
  const code = `
import json, socket
from concurrent.futures import ThreadPoolExecutor
def look(place):
    try:
        socket.create_connection(tuple(place), timeout=3).close()
        return 'open'
    except OSError:
        return 'shut'
with ThreadPoolExecutor(64) as pool:
    print(json.dumps(list(pool.map(look, json.loads('${JSON.stringify(places)}')))))`
  return JSON.parse(await kernel.run(code))
}

async function addressOf(name: string): Promise<string> {
  const { Networks } = (await (await containerOf(name)).inspect()).NetworkSettings
  return Object.values(Networks)[0]?.IPAddress ?? ''
}

async function containerOf(name: string): Promise<Docker.Container> {
  const { installation } = await readConfig(product.data)
  const docker = new Docker({ socketPath: installation.dockerSocket })
  return docker.getContainer(dockerName(installation.installationId, await machineKeyOf(name)))
}

async function machineKeyOf(name: string): Promise<string> {
  const { installationId } = (await readConfig(product.data)).installation
  return machineKey(installationId, nodeId(product.computeId(name), 0))
}

function untilFound(name: string, cause: string): Promise<void> {
  return until(async () => {
    const found = await findingsOf(product, name)
    return found.includes(cause) ? undefined : `no finding ${cause} of ${name}, only ${found.join(', ')}`
  })
}
