// Fills the folder that every node mounts read-only at /carrel/supervisor: the supervisor with its types stripped, the
// Node binary with the libraries it needs (so that it runs in any image), and the terminal library. Runs on the host.
// Promise: a version is named by its content and never altered, so running nodes keep theirs; `start` names the newest
// and is replaced in one step.

import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { chmod, copyFile, link, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { createRequire, stripTypeScriptTypes } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** Where nodes see the folder. */
const mountPath = '/carrel/supervisor'
/** The supervisor needs little; it must not grow with the memory of the machine. */
const nodeOptions = ['--max-old-space-size=128', '--max-semi-space-size=1', '--disable-warning=ExperimentalWarning']
const abandonedMs = 600_000
const hostSideFiles = new Set(['prepare-supervisor.ts'])

export async function prepareSupervisor({ supervisorFolder }: { supervisorFolder: string }): Promise<void> {
  await mkdir(supervisorFolder, { recursive: true, mode: 0o755 })
  await removeOldDrafts(supervisorFolder)
  const [program, runtime] = await Promise.all([readProgram(), nameRuntime()])
  await inOneStep(join(supervisorFolder, program.name), (folder) => writeProgram(folder, program.files))
  await inOneStep(join(supervisorFolder, runtime), copyRuntime)
  await writeStart(supervisorFolder, program.name, runtime)
}

interface Program {
  readonly name: string
  /** Path in the program's folder → content. */
  readonly files: ReadonlyMap<string, Uint8Array | string>
}

async function readProgram(): Promise<Program> {
  const files = new Map<string, Uint8Array | string>()
  const sources = dirname(fileURLToPath(import.meta.url))
  for (const name of (await readdir(sources)).sort()) {
    if (!/\.(ts|py)$/.test(name) || name.endsWith('.test.ts') || hostSideFiles.has(name)) continue
    const text = await readFile(join(sources, name), 'utf8')
    files.set(name.replace(/\.ts$/, '.mjs'), name.endsWith('.ts') ? strip(text) : text)
  }
  await addTerminalLibrary(files)
  const hash = createHash('sha256')
  for (const [path, content] of files) hash.update(`${path}\0`).update(content).update('\0')
  return { name: `program-${hash.digest('hex').slice(0, 16)}`, files }
}

function strip(source: string): string {
  return stripTypeScriptTypes(source).replaceAll(/(from '\.\/[a-z-]+)\.ts'/g, "$1.mjs'")
}

async function addTerminalLibrary(files: Map<string, Uint8Array | string>): Promise<void> {
  const require = createRequire(import.meta.url)
  const library = dirname(require.resolve('@lydell/node-pty/package.json'))
  const binary = `${library}-${process.platform}-${process.arch}`
  for (const folder of [library, binary]) {
    for (const path of (await readdir(folder, { recursive: true })).sort()) {
      if (!/\.(js|json|node)$|LICENSE$/.test(path)) continue
      files.set(join('node_modules/@lydell', basename(folder), path), await readFile(join(folder, path)))
    }
  }
}

async function writeProgram(folder: string, files: Program['files']): Promise<void> {
  for (const [path, content] of files) {
    const target = join(folder, path)
    await mkdir(dirname(target), { recursive: true, mode: 0o755 })
    await writeFile(target, content, { mode: path.endsWith('.node') ? 0o755 : 0o644 })
  }
}

/** The binary is 100 MB and more: it is known by version, size and time instead of by its bytes. */
async function nameRuntime(): Promise<string> {
  const { size, mtimeMs } = await stat(process.execPath)
  const identity = [process.version, process.arch, size, mtimeMs].join(' ')
  return `node-${createHash('sha256').update(identity).digest('hex').slice(0, 16)}`
}

async function copyRuntime(folder: string): Promise<void> {
  await linkOrCopy(process.execPath, join(folder, 'node'))
  await mkdir(join(folder, 'lib'))
  const { stdout } = await promisify(execFile)('ldd', [process.execPath])
  const terminal = createRequire(import.meta.url).resolve(
    `@lydell/node-pty-${process.platform}-${process.arch}/pty.node`,
  )
  const { stdout: more } = await promisify(execFile)('ldd', [terminal])
  for (const line of new Set(`${stdout}\n${more}`.split('\n'))) {
    const path = /(?:=> |^\s+)(\/\S+) \(0x/.exec(line)?.[1]
    if (path === undefined) continue
    await copyFile(path, join(folder, 'lib', basename(path)))
    // The loader is named by processor; one name serves the start line.
    if (/^ld-linux|^ld\d*\.so/.test(basename(path))) await copyFile(path, join(folder, 'lib', 'loader'))
  }
  await chmod(join(folder, 'lib', 'loader'), 0o755)
}

async function linkOrCopy(from: string, to: string): Promise<void> {
  await link(from, to).catch(() => copyFile(from, to))
}

async function writeStart(folder: string, program: string, runtime: string): Promise<void> {
  const base = `${mountPath}/${runtime}`
  const line = [
    `exec ${base}/lib/loader --library-path ${base}/lib ${base}/node`,
    ...nodeOptions,
    `${mountPath}/${program}/supervisor.mjs`,
  ].join(' ')
  const text = `${line}\n`
  const path = join(folder, 'start')
  if ((await readFile(path, 'utf8').catch(() => '')) === text) return
  const draft = draftOf(path)
  await writeFile(draft, text, { mode: 0o644 })
  await rename(draft, path)
}

/** Makes a folder that is either whole or not there, whoever else makes it at the same time. */
async function inOneStep(path: string, fill: (folder: string) => Promise<void>): Promise<void> {
  if ((await stat(path).catch(() => undefined)) !== undefined) return
  const draft = draftOf(path)
  await mkdir(draft, { mode: 0o755 })
  await fill(draft)
  await rename(draft, path).catch(async (error: unknown) => {
    await rm(draft, { recursive: true, force: true })
    if ((await stat(path).catch(() => undefined)) === undefined) throw error
  })
}

function draftOf(path: string): string {
  return `${path}.${randomBytes(6).toString('hex')}.new`
}

/** Drafts of attempts that were cut off. */
async function removeOldDrafts(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    const age = name.endsWith('.new')
      ? Date.now() - ((await stat(path).catch(() => undefined))?.mtimeMs ?? Date.now())
      : 0
    if (age > abandonedMs) await rm(path, { recursive: true, force: true })
  }
}
