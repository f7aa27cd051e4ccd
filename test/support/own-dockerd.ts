// A Docker Engine of a test's own, to be killed, frozen or filled up: its own data root, socket and containerd, with the
// node image brought over from the machine's. It leaves the machine's firewall alone, which the other one keeps.

import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomBytes, randomInt } from 'node:crypto'
import { createWriteStream, existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import Docker from 'dockerode'
import { dockerSocket } from '../../src/host/docker-daemon.ts'
import { ensureNodeImage } from '../../src/image/ensure-node-image.ts'
import { until } from './product.ts'

const run = promisify(execFile)
const logName = 'dockerd.log'

export interface OwnDockerd extends AsyncDisposable {
  readonly socket: string
  readonly docker: Docker
  /** What an installation has to be started with to use it. */
  readonly environment: { readonly DOCKER_HOST: string }
  readonly dataRoot: string
  /** Again, after it was killed. Running already is success. */
  start(): Promise<void>
  /** As a crash does; answers when it is gone. */
  kill(): Promise<void>
  /** Takes connections and answers nothing, until it is thawed. */
  freeze(): void
  thaw(): void
}

export interface OwnDockerdOptions {
  /** Of a disk of its own for its data root; undefined: it shares the machine's. */
  readonly diskBytes?: number
  /** Of that disk: in memory, or a file of the machine's. */
  readonly fileSystem?: 'tmpfs' | 'btrfs'
}

export async function openOwnDockerd(options: OwnDockerdOptions = {}): Promise<OwnDockerd> {
  const folder = await mkdtemp(join(tmpdir(), 'carrel-dockerd-'))
  const dataRoot = join(folder, 'root')
  const socket = join(folder, 'docker.sock')
  const docker = new Docker({ socketPath: socket })
  await mkdir(dataRoot)
  const bridge = await makeBridge()
  if (options.diskBytes !== undefined) await mountDisk(dataRoot, { ...options, diskBytes: options.diskBytes })
  let process: ChildProcess | undefined
  const end = async (signal: NodeJS.Signals) => {
    const ended = process
    process = undefined
    if (ended === undefined || hasEnded(ended)) return
    const gone = new Promise((resolve) => ended.once('exit', resolve))
    const containerd = await readFile(join(folder, 'exec', 'containerd', 'containerd.pid'), 'utf8').catch(() => '')
    ended.kill(signal)
    await gone
    // It dies with its parent. The next dockerd would take it for alive and wait for it.
    await until(async () =>
      containerd !== '' && existsSync(`/proc/${containerd.trim()}`) ? 'containerd lives on' : undefined,
    )
  }
  const opened: OwnDockerd = {
    socket,
    docker,
    dataRoot,
    environment: { DOCKER_HOST: `unix://${socket}` },
    start: () =>
      until(async () => {
        // One that is not given the processor ends by itself: it waits fifteen seconds for its containerd.
        if (process === undefined || hasEnded(process)) process = spawnDockerd(folder, { socket, bridge })
        const answer = await docker.ping().catch(String)
        return answer.toString() === 'OK' ? undefined : `${answer}; ${await lastLines(folder)}`
      }),
    kill: () => end('SIGKILL'),
    freeze: () => void process?.kill('SIGSTOP'),
    thaw: () => void process?.kill('SIGCONT'),
    async [Symbol.asyncDispose]() {
      opened.thaw()
      try {
        await opened.start()
        for (const { Id } of await docker.listContainers({ all: true })) {
          await docker.getContainer(Id).remove({ force: true })
        }
      } finally {
        await end('SIGTERM')
        await unmountBelow(folder)
        await run('ip', ['link', 'delete', bridge])
        await rm(folder, { recursive: true, force: true })
      }
    },
  }
  try {
    await opened.start()
    await bringImage(docker)
    return opened
  } catch (error) {
    await opened[Symbol.asyncDispose]()
    throw error
  }
}

async function mountDisk(at: string, { diskBytes, fileSystem }: { diskBytes: number; fileSystem?: string }) {
  if (fileSystem === 'btrfs') {
    const file = `${at}.img`
    await run('truncate', ['--size', String(diskBytes), file])
    await run('mkfs.btrfs', ['--quiet', file])
    await run('mount', ['-o', 'loop', file, at])
  } else await run('mount', ['-t', 'tmpfs', '-o', `size=${diskBytes}`, 'carrel-test', at])
}

/** Of its own: told to use none, a dockerd takes `docker0` away, which is another's. */
async function makeBridge(): Promise<string> {
  const name = `ct${randomBytes(4).toString('hex')}`
  await run('ip', ['link', 'add', name, 'type', 'bridge'])
  await run('ip', ['address', 'add', `10.254.${randomInt(256)}.${16 * randomInt(16) + 1}/28`, 'dev', name])
  await run('ip', ['link', 'set', name, 'up'])
  return name
}

function spawnDockerd(folder: string, { socket, bridge }: { socket: string; bridge: string }): ChildProcess {
  const log = createWriteStream(join(folder, logName), { flags: 'a' })
  const settings = {
    'data-root': join(folder, 'root'),
    'exec-root': join(folder, 'exec'),
    pidfile: join(folder, 'dockerd.pid'),
    host: `unix://${socket}`,
    bridge,
    iptables: 'false',
    'ip-masq': 'false',
    'live-restore': 'true',
  }
  const child = spawn(
    '/usr/sbin/dockerd',
    Object.entries(settings).map(([name, value]) => `--${name}=${value}`),
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  child.stdout.pipe(log, { end: false })
  child.stderr.pipe(log, { end: false })
  return child
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null
}

async function lastLines(folder: string): Promise<string> {
  const log = await readFile(join(folder, logName), 'utf8').catch(() => '')
  return log.trim().split('\n').slice(-3).join('\n')
}

async function bringImage(docker: Docker): Promise<void> {
  const socketPath = dockerSocket()
  const cacheFolder = join(homedir(), '.cache', 'carrel')
  const reference = await ensureNodeImage({ docker: { socketPath }, cacheFolder, report: () => undefined })
  const image = await new Docker({ socketPath }).getImage(reference).get()
  const loaded = await docker.loadImage(image)
  await new Promise((resolve, reject) => {
    loaded.on('end', resolve).on('error', reject).resume()
  })
  await docker.getImage(reference).inspect()
}

async function unmountBelow(folder: string): Promise<void> {
  const mounts = (await readFile('/proc/self/mountinfo', 'utf8'))
    .split('\n')
    .map((line) => line.split(' ')[4] ?? '')
    .filter((path) => path.startsWith(`${folder}/`))
  for (const path of mounts.reverse()) await run('umount', ['--lazy', path])
}
