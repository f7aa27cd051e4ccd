// Builds the web application with the clone's own tools where they are installed, else with the same ones, by the same
// lock file, in a folder of the cache that is removed afterwards.

import { execFile } from 'node:child_process'
import { access, cp, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { clone } from './clone.ts'
import { workPrefix } from './tidy-builds.ts'

export interface BuildStudioOptions {
  /** The outcome; appears when it is whole. */
  readonly folder: string
  readonly cacheFolder: string
  readonly fingerprint: string
  readonly report: (line: string) => void
}

const authorities = '/etc/ssl/certs/ca-certificates.crt'
const maxOutput = 16 * 1024 * 1024

export async function buildStudio({ folder, cacheFolder, fingerprint, report }: BuildStudioOptions): Promise<void> {
  await mkdir(cacheFolder, { recursive: true })
  const work = await mkdtemp(join(cacheFolder, workPrefix))
  try {
    const sources = (await hasTools(clone)) ? clone : await sourcesWithTools(work, report)
    report('building the pages')
    const out = join(work, 'out')
    await runNode(sources, [join('node_modules', 'vite', 'bin', 'vite.js'), 'build', '--outDir', out])
    await writeFile(join(out, 'built-from'), fingerprint)
    await rm(folder, { recursive: true, force: true })
    // Somebody else may have been as quick; what they built is the same.
    await rename(out, folder).catch(async (error: unknown) => {
      if (!(await exists(join(folder, 'built-from')))) throw error
    })
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

async function hasTools(folder: string): Promise<boolean> {
  const needed = ['vite', '@vitejs/plugin-react', '@fluentui/react-components']
  const found = await Promise.all(needed.map((name) => exists(join(folder, 'node_modules', name, 'package.json'))))
  return found.every(Boolean)
}

async function sourcesWithTools(work: string, report: (line: string) => void): Promise<string> {
  const folder = join(work, 'sources')
  await mkdir(folder)
  for (const name of ['package.json', 'package-lock.json', 'vite.config.ts', 'tsconfig.json', 'web']) {
    await cp(join(clone, name), join(folder, name), { recursive: true })
  }
  report('installing what the pages are built with (about 700 MB, removed afterwards)')
  const npm = join(dirname(process.execPath), '..', '..', 'npm', 'bin', 'npm-cli.js')
  await runNode(folder, [npm, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'])
  return folder
}

async function runNode(cwd: string, args: readonly string[]): Promise<void> {
  const trust =
    process.env['NODE_EXTRA_CA_CERTS'] === undefined && (await exists(authorities))
      ? { NODE_EXTRA_CA_CERTS: authorities }
      : {}
  const env = { ...process.env, ...trust, NODE_ENV: 'production', npm_config_include: 'dev' }
  await promisify(execFile)(process.execPath, [...args], { cwd, env, maxBuffer: maxOutput }).catch((cause: unknown) => {
    const said = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim().split('\n').slice(-8) : []
    throw new Error(['The web application could not be built.', ...said].join('\n'), { cause })
  })
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
