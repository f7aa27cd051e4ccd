// Another machine, as far as the network goes: a namespace of its own, joined to this one by a cable that is a veth pair.
// Nothing but that cable leads out of it.

import { type ChildProcess, type ExecFileOptions, execFile, type SpawnOptions, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

export interface Outcome {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

export interface SecondNetwork extends AsyncDisposable {
  /** Of this machine, as the other one reaches it. */
  readonly address: string
  /** A program over there. Answers whatever its exit code is. */
  run(command: string, args: readonly string[], options?: ExecFileOptions): Promise<Outcome>
  /** The same, while it runs. */
  start(command: string, args: readonly string[], options?: SpawnOptions): ChildProcess
  /** A file that starts `command` over there, for whoever wants to start it itself. */
  wrapper(command: string): Promise<string>
  /** What names lead to over there; nothing else is known by name. */
  know(names: Readonly<Record<string, string>>): Promise<void>
}

/** Undefined where there can be none; says so. */
export async function openSecondNetwork(): Promise<SecondNetwork | undefined> {
  const missing = await whatIsMissing()
  if (missing !== undefined) {
    console.log(`skipped: ${missing}`)
    return undefined
  }
  const name = `carrel-${randomInt(1e6)}`
  const [here, there] = [`cv${randomInt(1e6)}h`, 'carrel0']
  const settings = join('/etc/netns', name)
  const folder = await mkdtemp(join(tmpdir(), 'carrel-network-'))
  const stack = new AsyncDisposableStack()
  const net = `198.18.${await claimNet(stack)}`
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  stack.defer(() => rm(settings, { recursive: true, force: true }))
  await mkdir(settings, { recursive: true })
  const know: SecondNetwork['know'] = async (names) => {
    const lines = ['127.0.0.1 localhost', ...Object.entries(names).map(([host, address]) => `${address} ${host}`)]
    await writeFile(join(settings, 'hosts'), `${lines.join('\n')}\n`)
  }
  await know({})
  // Answered by nobody, at once.
  await writeFile(join(settings, 'resolv.conf'), 'nameserver 127.0.0.1\noptions timeout:1 attempts:1\n')
  await run('ip', ['netns', 'add', name])
  stack.defer(async () => void (await run('ip', ['netns', 'delete', name])))
  await run('ip', ['link', 'add', here, 'type', 'veth', 'peer', 'name', there, 'netns', name])
  for (const args of [
    ['address', 'add', `${net}.1/24`, 'dev', here],
    ['link', 'set', here, 'up'],
    ['-n', name, 'link', 'set', 'lo', 'up'],
    ['-n', name, 'address', 'add', `${net}.2/24`, 'dev', there],
    ['-n', name, 'link', 'set', there, 'up'],
    ['-n', name, 'route', 'add', 'default', 'via', `${net}.1`],
  ])
    await run('ip', args)
  const inside = (command: string, args: readonly string[]) => ['netns', 'exec', name, command, ...args]
  return {
    address: `${net}.1`,
    know,
    run: (command, args, options) => outcomeOf('ip', inside(command, args), options),
    start: (command, args, options = {}) => spawn('ip', inside(command, args), options),
    async wrapper(command) {
      const file = join(folder, 'wrapper')
      await writeFile(file, `#!/bin/sh\nexec ip ${inside(command, []).join(' ')} "$@"\n`)
      await chmod(file, 0o755)
      return file
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

/** The third number of a net that no other process of tests has meanwhile. A name that begins with NUL ends with its process. */
async function claimNet(stack: AsyncDisposableStack): Promise<number> {
  for (;;) {
    const net = randomInt(256)
    const claim = createServer().unref()
    const isOurs = await new Promise<boolean>((resolve) => {
      claim.once('error', () => resolve(false))
      claim.listen(`\0carrel-test-net-${net}`, () => resolve(true))
    })
    if (!isOurs) continue
    stack.defer(() => void claim.close())
    return net
  }
}

async function whatIsMissing(): Promise<string | undefined> {
  if (process.getuid?.() !== 0) return 'a second network needs root'
  const probe = `carrel-probe-${randomInt(1e6)}`
  try {
    await run('ip', ['netns', 'add', probe])
    await run('ip', ['netns', 'delete', probe])
    return undefined
  } catch (error) {
    return `no second network can be made here: ${error instanceof Error ? error.message : String(error)}`
  }
}

async function outcomeOf(program: string, args: readonly string[], options: ExecFileOptions = {}): Promise<Outcome> {
  try {
    const { stdout, stderr } = await run(program, [...args], { maxBuffer: 1e8, ...options })
    return { code: 0, stdout: String(stdout), stderr: String(stderr) }
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }
    return { code, stdout, stderr }
  }
}
