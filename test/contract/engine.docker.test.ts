// What only real machines can show: limits, rights, disks, the network, and the programs that run in a node.

import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { lstat, mkdtemp, readdir, readFile, rmdir, stat, writeFile } from 'node:fs/promises'
import { createServer, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { appToken, bootKey } from '../../src/engine/channel-protocol.ts'
import { readMounts } from '../../src/engine/docker/host-mounts.ts'
import type { MachineSpec, MachineStatus } from '../../src/engine/engine.ts'
import { type DockerBench, dockerIsMissing, openDockerBench } from './engine/docker-bench.ts'
import { makeSshKey, runInNode, type SshKey } from './engine/shell.ts'
import { connected, gone, reached, running, statusOf, stopped } from './engine/steps.ts'
import { Terminal } from './engine/terminal.ts'
import { specOf } from './engine.contract.ts'

const reason = await dockerIsMissing()
if (reason !== undefined) console.log(`Skipped: ${reason}.`)

describe.skipIf(reason !== undefined)('a node on Docker', () => {
  let bench: DockerBench
  let identity: SshKey
  let spec: MachineSpec
  let machine: MachineStatus

  beforeAll(async () => {
    bench = await openDockerBench()
    identity = await makeSshKey()
    spec = nodeSpec('node')
    machine = await running(bench.engine, spec)
    await reached(bench.engine, machine.key)
  })
  afterAll(async () => {
    await bench?.[Symbol.asyncDispose]()
    await identity?.[Symbol.asyncDispose]()
  })

  const nodeSpec = (name: string, changes: Partial<MachineSpec> = {}): MachineSpec => {
    const base = specOf(name, bench.image)
    return {
      ...base,
      mounts: [
        ...base.mounts,
        {
          path: '/home/azureuser/cloudfiles/code',
          source: { kind: 'share', key: 'workspace.files' },
          isReadOnly: false,
        },
        { path: '/data/reference', source: { kind: 'share', key: 'reference' }, isReadOnly: true },
        { path: '/data/team/results', source: { kind: 'share', key: 'results' }, isReadOnly: false },
      ],
      config: {
        ...base.config,
        authorizedKeys: [identity.publicKey],
        environment: { CI_NAME: 'ci one', EMPTY: '' },
        folders: ['/home/azureuser/cloudfiles/code/Users/ada', '/home/azureuser/work/deep'],
      },
      ...changes,
    }
  }
  const shell = async (command: string, key = machine.key) => {
    const result = await runInNode(bench.engine, { key, identity }, command)
    return { ...result, output: result.output.trim() }
  }

  test('has the limits it was asked to have, and new ones without a restart', async () => {
    const limits = async () => {
      const { HostConfig: host } = await bench.containerOf(machine.key).inspect()
      return [host.NanoCpus, host.Memory, host.MemorySwap, host.PidsLimit]
    }
    expect(await limits()).toEqual([1e9, 1024 ** 3, 1024 ** 3, 512])
    const more = { ...spec, limits: { cpus: 2, memoryBytes: 2 * 1024 ** 3, pids: 600, gpus: 0 } }
    expect((await bench.engine.ensureMachine(more)).bootId).toBe(machine.bootId)
    expect(await limits()).toEqual([2e9, 2 * 1024 ** 3, 2 * 1024 ** 3, 600])
    await bench.engine.ensureMachine(spec)
    expect(await limits()).toEqual([1e9, 1024 ** 3, 1024 ** 3, 512])
  })

  test('is never given more processors than the host has', async () => {
    const greedy = specOf('greedy', bench.image)
    const { key } = await running(bench.engine, { ...greedy, limits: { ...greedy.limits, cpus: 1000 } })
    const { cpus } = await bench.engine.capabilities()
    expect((await bench.containerOf(key).inspect()).HostConfig.NanoCpus).toBe(cpus * 1e9)
    await gone(bench.engine, key)
  })

  test('lets its user in with their key, and nobody else', async () => {
    expect(await shell('id -un; id -gn; echo $CI_NAME; pwd')).toMatchObject({
      code: 0,
      output: 'azureuser\nazureuser\nci one\n/home/azureuser',
    })
    await using other = await makeSshKey()
    expect((await runInNode(bench.engine, { key: machine.key, identity: other }, 'true')).code).toBe(255)
    expect((await runInNode(bench.engine, { key: machine.key, identity, user: 'root' }, 'true')).code).toBe(255)
  })

  test('gives its user sudo without a password, and not where it was not asked', async () => {
    expect(await shell('sudo -n id -u')).toMatchObject({ code: 0, output: '0' })
    const plain = nodeSpec('plain')
    const config = { ...plain.config, user: { ...plain.config.user, hasSudo: false } }
    const { key } = await running(bench.engine, { ...plain, config })
    await reached(bench.engine, key)
    expect((await shell('sudo -n id -u', key)).code).not.toBe(0)
    await gone(bench.engine, key)
  })

  test('cannot leave rights or devices on the host', async () => {
    await shell('sudo cp /bin/bash /mnt/root-shell && sudo chmod 6755 /mnt/root-shell')
    expect((await shell('sudo mknod /home/azureuser/disk b 8 0')).code).not.toBe(0)
    expect((await shell('sudo mknod /mnt/disk b 8 0')).code).not.toBe(0)
    const own = join(bench.volumes, 'nodes', machine.key)
    for (const folder of [bench.volumes, join(bench.volumes, 'nodes'), own]) {
      expect((await stat(folder)).mode & 0o077).toBe(0)
    }
    expect((await stat(join(own, 'tmp/root-shell'))).mode & 0o6000).toBe(0o6000)
    // Past the closed folders, by a mount of the same kind, the shell still gives no rights.
    await using open = await mountedAt(join(own, 'tmp'))
    expect(await runAsNobody(join(open.path, 'root-shell'), ['-p', '-c', 'id -u'])).toBe('65534')
  })

  test('cannot alter what it was started with', async () => {
    expect((await shell('sudo sh -c "echo x >> /carrel/supervisor/start"')).code).not.toBe(0)
    expect((await shell('sudo sh -c "echo x >> /carrel/boot/config.json"')).code).not.toBe(0)
    expect((await shell('cat /carrel/boot/config.json')).code).not.toBe(0)
    expect((await shell('sudo grep -h CapBnd /proc/1/status')).output.split(/\s+/)[1]).toBe('00000000a00405fb')
  })

  test('sees shares as the machines beside it do, and can write nothing where none is mounted', async () => {
    const other = await running(bench.engine, nodeSpec('other'))
    await reached(bench.engine, other.key)
    expect((await shell('echo from-node > ~/cloudfiles/code/Users/ada/note')).code).toBe(0)
    expect(await shell('cat ~/cloudfiles/code/Users/ada/note', other.key)).toMatchObject({ output: 'from-node' })
    expect((await shell('sudo touch /home/azureuser/cloudfiles/stray')).code).not.toBe(0)
    expect((await shell('sudo touch /data/reference/stray')).code).not.toBe(0)
    expect((await shell('touch /data/team/results/kept')).code).toBe(0)
    expect(await shell('stat -c %U ~/work ~/work/deep ~/cloudfiles/code/Users')).toMatchObject({
      output: 'azureuser\nazureuser\nazureuser',
    })
    await gone(bench.engine, other.key)
    expect(await readFile(join(bench.volumes, 'shares/workspace.files/Users/ada/note'), 'utf8')).toBe('from-node\n')
  })

  test('gets a share that is added while it runs, and mounts that were lost', async () => {
    const added = {
      path: '/home/azureuser/cloudfiles/extra',
      source: { kind: 'share', key: 'extra' },
      isReadOnly: false,
    } as const
    const more = { ...spec, mounts: [...spec.mounts, added] }
    expect((await bench.engine.ensureMachine(more)).bootId).toBe(machine.bootId)
    expect((await shell('touch ~/cloudfiles/extra/here')).code).toBe(0)
    expect(await readdir(join(bench.volumes, 'shares/extra'))).toEqual(['here'])
    const own = join(bench.volumes, 'nodes', machine.key)
    for (const mount of (await readMounts()).filter(({ path }) => path.startsWith(own))) {
      await promisify(execFile)('umount', [mount.path])
    }
    expect((await shell('ls ~/cloudfiles/extra/here')).code).not.toBe(0)
    await bench.engine.ensureMachine(more)
    expect((await shell('ls ~/cloudfiles/extra/here')).code).toBe(0)
  })

  test('reaches neither the host, nor other nodes, nor where clouds keep credentials, but resolves names', async () => {
    const server = createServer((_request, response) => response.end('secret')).listen(0, '0.0.0.0')
    const other = await running(bench.engine, nodeSpec('apart'))
    await reached(bench.engine, other.key)
    try {
      const { port } = server.address() as { port: number }
      const { NetworkSettings: network } = await bench.containerOf(machine.key).inspect()
      const gateway = Object.values(network.Networks)[0]?.Gateway ?? ''
      const reach = (host: string, to: number) => shell(`timeout 2 bash -c 'exec 3<>/dev/tcp/${host}/${to}' && echo in`)
      expect(await (await fetch(`http://${gateway}:${port}`)).text()).toBe('secret')
      expect((await reach(gateway, port)).output).toBe('')
      expect((await reach(other.endpoint?.host ?? '', 7070)).output).toBe('')
      expect((await reach('169.254.169.254', 80)).output).toBe('')
      expect((await shell('getent hosts "$(hostname)"')).output).toContain(machine.endpoint?.host)
      expect((await shell('grep -c nameserver /etc/resolv.conf')).output).toBe('1')
    } finally {
      server.close()
      await gone(bench.engine, other.key)
    }
  })

  test('runs code in a Jupyter kernel behind channel lab', async () => {
    const token = appToken(bootKey(bench.channelKey, machine.key, machine.bootId ?? ''), 'lab')
    const kernel = await startKernel(token)
    expect(await evaluate(token, kernel, 'print(6 * 7)')).toBe('42\n')
  })

  test('keeps a terminal while nobody looks, and resizes it', async () => {
    const open = async (size: { cols: number; rows: number }) =>
      Terminal.open(await bench.engine.connect(machine.key, 'term'), { session: 'kept', ...size })
    const first = await open({ cols: 100, rows: 30 })
    first.type('stty size; id -nG; echo pid-$$-\r')
    await first.shows(/30 100\r\n/)
    const [, pid] = await first.shows(/pid-(\d+)-/)
    first.leave()
    const second = await open({ cols: 90, rows: 20 })
    await second.shows(new RegExp(`pid-${pid}-`))
    second.type('stty size\r')
    await second.shows(/20 90\r\n/)
    second.resize(61, 17)
    second.type('stty size; echo again-$$-\r')
    await second.shows(/17 61\r\n/)
    await second.shows(new RegExp(`again-${pid}-`))
    second.type('exit 3\r')
    expect(await second.exit()).toMatchObject({ exitCode: 3 })
  })

  test('forwards any port of its own, half-closed as the two sides please', async () => {
    const script = [
      'import socket',
      's=socket.create_server(("127.0.0.1",4321))',
      'c,_=s.accept()',
      'data=b""',
      'while True:',
      '  part=c.recv(99)',
      '  if not part: break',
      '  data+=part',
      'c.sendall(b"got "+data)',
      'c.close()',
    ].join('\n')
    await shell(`nohup python3 -c '${script}' >/dev/null 2>&1 &`)
    const stream = await connected(bench.engine, machine.key, 'port:4321')
    stream.end('all of it')
    const chunks: Buffer[] = []
    for await (const chunk of stream) chunks.push(chunk as Buffer)
    expect(Buffer.concat(chunks).toString()).toBe('got all of it')
    await expect(bench.engine.connect(machine.key, 'port:4322')).rejects.toMatchObject({ channelCode: 'NotReady' })
    await expect(bench.engine.connect(machine.key, 'port:7070')).rejects.toMatchObject({ channelCode: 'NoSuchChannel' })
  })

  test('starts an app again that ended, and has its exit on disk', async () => {
    const before = await statusOf(bench.engine, machine.key)
    await shell('sudo kill -9 $(pgrep -of start-lab)')
    await expect.poll(async () => (await statusOf(bench.engine, machine.key)).apps['lab']?.restarts).toBe(1)
    await reached(bench.engine, machine.key)
    const exits = await readFile(join(bench.volumes, 'nodes', machine.key, 'keep/exits.jsonl'), 'utf8')
    const last = JSON.parse(exits.trim().split('\n').at(-1) ?? '') as Record<string, unknown>
    expect(last).toMatchObject({ name: 'lab', pid: before.apps['lab']?.pid, signal: 'SIGKILL', bootId: machine.bootId })
  })

  test('keeps disk, home and host keys over stop and start, and home and host keys over a new machine', async () => {
    const hostKey = () => shell('sudo cat /carrel/keep/ssh/ssh_host_ed25519_key.pub')
    await shell('echo kept > ~/home-file; sudo touch /opt/os-disk-file; mkdir ~/.ssh')
    const key = await hostKey()
    await stopped(bench.engine, machine.key)
    machine = await running(bench.engine, { ...spec, boot: 2 })
    await reached(bench.engine, machine.key)
    expect(await shell('cat ~/home-file; ls /opt/os-disk-file')).toMatchObject({ output: 'kept\n/opt/os-disk-file' })
    expect(await hostKey()).toEqual(key)
    await gone(bench.engine, machine.key)
    machine = await running(bench.engine, { ...spec, boot: 3 })
    await reached(bench.engine, machine.key)
    expect((await shell('cat ~/home-file')).output).toBe('kept')
    expect((await shell('ls /opt/os-disk-file')).code).not.toBe(0)
    expect(await hostKey()).toEqual(key)
  })

  test('starts although its network was taken away', async () => {
    await stopped(bench.engine, machine.key)
    await bench.docker
      .getNetwork((await bench.containerOf(machine.key).inspect()).HostConfig.NetworkMode ?? '')
      .remove()
    machine = await running(bench.engine, { ...spec, boot: 4 })
    await reached(bench.engine, machine.key)
  })

  test('says that it ran out of memory', async () => {
    const small = nodeSpec('small')
    const wanted = { ...small, limits: { ...small.limits, memoryBytes: 256 * 1024 ** 2 } }
    const { key } = await running(bench.engine, wanted)
    await reached(bench.engine, key)
    // The supervisor itself is what the kernel picks last; the machine's memory goes to what pretends to be it.
    await shell('sudo sh -c "echo 1000 > /proc/$(pgrep -of supervisor.mjs)/oom_score_adj"; tail /dev/zero', key)
    await expect.poll(async () => (await bench.engine.inspectMachine(key))?.cause).toBe('OutOfMemory')
    await gone(bench.engine, key)
  })

  test('takes its volume along when that is removed, without following what it left there', async () => {
    const victim = join(bench.volumes, 'shares/workspace.files/victim')
    await writeFile(victim, 'still here')
    const { key } = await running(bench.engine, nodeSpec('leaves'))
    await reached(bench.engine, key)
    await shell(`ln -s ${victim} ~/link; ln -s ${bench.volumes} ~/all; ln -s / ~/root`, key)
    await expect(bench.engine.removeVolume(key)).rejects.toThrow('still there')
    await gone(bench.engine, key)
    await bench.engine.removeVolume(key)
    await expect.poll(() => readdir(join(bench.volumes, 'trash'))).toEqual([])
    expect(existsSync(join(bench.volumes, 'nodes', key))).toBe(false)
    expect((await lstat(victim)).isFile()).toBe(true)
  })

  test('is refused, with a next step, when its image is not there', async () => {
    const wanted = { ...specOf('imageless', bench.image), image: 'carrel-node:absent' }
    await expect(running(bench.engine, wanted)).rejects.toMatchObject({
      name: 'TerminalError',
      code: 'ImageNotFound',
    })
    await gone(bench.engine, wanted.key)
  })

  async function startKernel(token: string): Promise<string> {
    const connection = await bench.engine.connect(machine.key, 'lab')
    return new Promise((resolve, reject) => {
      const headers = { authorization: `token ${token}`, 'content-type': 'application/json' }
      const options = {
        path: '/api/kernels',
        method: 'POST',
        host: 'node',
        headers,
        createConnection: () => connection,
      }
      const call = request(options, (answer) => {
        let body = ''
        answer.on('data', (chunk) => {
          body += String(chunk)
        })
        answer.on('end', () => {
          connection.destroy()
          resolve((JSON.parse(body) as { id: string }).id)
        })
      })
      call.on('error', reject)
      call.end('{"name":"python3"}')
    })
  }

  async function evaluate(token: string, kernel: string, code: string): Promise<string> {
    const connection = await bench.engine.connect(machine.key, 'lab')
    const socket = new WebSocket(`ws://node/api/kernels/${kernel}/channels`, {
      headers: { authorization: `token ${token}` },
      createConnection: () => connection,
    } as ConstructorParameters<typeof WebSocket>[2])
    const header = {
      msg_id: randomUUID(),
      msg_type: 'execute_request',
      session: 's',
      username: '',
      version: '5.3',
      date: '',
    }
    const content = { code, silent: false, store_history: false, user_expressions: {}, allow_stdin: false }
    return new Promise((resolve, reject) => {
      socket.on('error', reject)
      socket.on('open', () => {
        socket.send(JSON.stringify({ header, parent_header: {}, metadata: {}, content, channel: 'shell', buffers: [] }))
      })
      let said = ''
      socket.on('message', (data) => {
        const message = JSON.parse(String(data)) as KernelMessage
        if (message.parent_header.msg_id !== header.msg_id) return
        // A line may come in pieces; what was asked is done when the kernel has nothing to do any more.
        if (message.msg_type === 'stream') said += message.content.text ?? ''
        if (message.msg_type !== 'status' || message.content.execution_state !== 'idle') return
        socket.close()
        resolve(said)
      })
    })
  }
})

interface KernelMessage {
  readonly msg_type: string
  readonly parent_header: { readonly msg_id?: string }
  readonly content: { readonly text?: string; readonly execution_state?: string }
}

async function mountedAt(folder: string): Promise<AsyncDisposable & { path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'carrel-open-'))
  await promisify(execFile)('mount', ['--bind', folder, path])
  return {
    path,
    [Symbol.asyncDispose]: async () => {
      await promisify(execFile)('umount', [path])
      await rmdir(path)
    },
  }
}

async function runAsNobody(command: string, args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(command, args, { uid: 65534, gid: 65534, cwd: '/' })
  return stdout.trim()
}
