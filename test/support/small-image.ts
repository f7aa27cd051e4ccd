// An image as a person brings one by `docker import`: a shell and a few programs of this machine with their libraries, a
// file that says whose it is, and a variable.

import { execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const programs = ['sh', 'sleep', 'cat', 'id', 'mkdir', 'setsid', 'seq', 'hostname']

/** On the machine's Docker, until it is disposed. */
export async function bringSmallImage(): Promise<{ readonly name: string } & AsyncDisposable> {
  const name = `carrel-test-image:${randomBytes(4).toString('hex')}`
  await importSmallImage(name)
  return {
    name,
    async [Symbol.asyncDispose]() {
      await run('docker', ['image', 'rm', '--force', name])
    },
  }
}

/** `environment`: says which Docker. */
export async function importSmallImage(name: string, environment: NodeJS.ProcessEnv = {}): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'carrel-root-'))
  try {
    for (const program of programs) await bring(folder, `/usr/bin/${program}`, `bin/${program}`)
    for (const path of ['etc', 'tmp', 'root', 'proc', 'sys', 'dev'])
      await mkdir(join(folder, path), { recursive: true })
    await writeFile(join(folder, 'etc/whose'), 'imported\n')
    const env = { ...process.env, ...environment }
    const tar = spawn('tar', ['-C', folder, '-c', '.'], { stdio: ['ignore', 'pipe', 'inherit'] })
    const args = ['import', '--change', 'ENV BROUGHT="by the image"', '-', name]
    const docker = spawn('docker', args, { env, stdio: ['pipe', 'ignore', 'inherit'] })
    tar.stdout.pipe(docker.stdin)
    const [code] = await once(docker, 'close')
    if (code !== 0) throw new Error(`docker import ended with ${code}`)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function bring(folder: string, program: string, as: string): Promise<void> {
  await copy(program, join(folder, as))
  const { stdout } = await run('ldd', [program])
  for (const [, path = ''] of stdout.matchAll(/(?:=> |^\s+)(\/\S+) \(0x/gm)) await copy(path, join(folder, path))
}

async function copy(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true })
  await copyFile(from, to)
}
