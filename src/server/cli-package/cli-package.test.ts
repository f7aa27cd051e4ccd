import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildCliPackage } from './build-cli-package.ts'
import { collectModules } from './collect-modules.ts'

const run = promisify(execFile)
let folder: string
let installed: string
let names: string[]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carrel-package-'))
  const file = join(folder, 'carrel.tgz')
  await writeFile(file, await buildCliPackage({ endpoint: 'https://carrel.team.example', ca: 'the authority' }))
  names = (await run('tar', ['-tzf', file])).stdout.trim().split('\n')
  // Where npm puts it: there Node does not take types off.
  installed = join(folder, 'node_modules', 'carrel')
  await mkdir(installed, { recursive: true })
  await run('tar', ['-xzf', file, '-C', installed, '--strip-components=1'])
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('what is handed out runs where npm puts it, and has the commands of the API alone', async () => {
  const { stdout } = await run(process.execPath, [join(installed, 'carrel.cjs'), '--help'])
  expect(stdout).toContain('compute')
  for (const ofTheHost of ['up', 'down', 'status', 'logs', 'serve', 'gateway', 'backup', 'doctor'])
    expect(stdout).not.toMatch(new RegExp(`^ +${ofTheHost}\\b`, 'm'))
})

test('it knows where it came from', async () => {
  const home = JSON.parse(await readFile(join(installed, 'home-server.json'), 'utf8'))
  expect(home).toEqual({ endpoint: 'https://carrel.team.example', ca: 'the authority' })
})

test('nothing of the server goes along: no engine, store, host command, type or test', () => {
  const ours = names.filter((name) => !name.includes('/node_modules/'))
  expect(ours.filter((name) => /\.(ts|test\.js|node|pem|key|db)$/.test(name))).toEqual([])
  const folders = new Set(ours.flatMap((name) => /^package\/src\/([^/]+)\//.exec(name)?.[1] ?? []))
  for (const layer of ['engine', 'store', 'server', 'gateway', 'identity', 'fleet', 'control', 'supervisor', 'image'])
    expect(folders).not.toContain(layer)
})

test('the packages it brings are those it imports and theirs, with the licences they carry', async () => {
  const manifest = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8'))
  expect(manifest.bundleDependencies).toEqual(Object.keys(manifest.dependencies))
  expect(manifest.bundleDependencies).toContain('commander')
  for (const name of ['fastify', 'kysely', 'better-sqlite3', 'dockerode', 'oidc-provider'])
    expect(existsSync(join(installed, 'node_modules', name))).toBe(false)
  for (const name of ['commander', 'zod', 'yaml'])
    expect(names.some((path) => path.startsWith(`package/node_modules/${name}/LICEN`))).toBe(true)
})

test('the same sources make the same bytes', async () => {
  const options = { endpoint: 'https://carrel.team.example', ca: undefined }
  expect((await buildCliPackage(options)).equals(await buildCliPackage(options))).toBe(true)
})

test('an import that leads out of what is packed is refused', async () => {
  await writeFile(join(folder, 'a.ts'), "import '../outside.ts'\n")
  await expect(collectModules(folder, 'a.ts')).rejects.toThrow('lies outside')
})

test('only types: nothing is followed; names in texts are left alone', async () => {
  await writeFile(
    join(folder, 'b.ts'),
    "import type { A } from './gone.ts'\nimport { join } from 'node:path'\nexport const b: A = join('from', \"import './no.ts'\")\n",
  )
  const { modules, packages } = await collectModules(folder, 'b.ts')
  expect([...modules.keys()]).toEqual(['b.js'])
  expect(modules.get('b.js')).toContain("import './no.ts'")
  expect(packages.size).toBe(0)
})
