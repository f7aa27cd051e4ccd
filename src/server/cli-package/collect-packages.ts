// The npm packages that travel along, from where they are installed beside the server: whoever installs the command line
// asks no registry, and gets what was tried together.

import { access, readdir, readFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { z } from 'zod'

const manifestSchema = z.object({
  name: z.string(),
  version: z.string(),
  dependencies: z.record(z.string(), z.string()).default({}),
})

export interface CollectedPackages {
  /** By path such as `node_modules/zod/index.js`. */
  readonly files: ReadonlyMap<string, Buffer>
  /** Exact versions of those that were asked for, by name. */
  readonly versions: Readonly<Record<string, string>>
}

/** `root` holds `node_modules`. Throws when one is missing, has a native part, or runs a script when it is installed. */
export async function collectPackages(root: string, names: Iterable<string>): Promise<CollectedPackages> {
  const files = new Map<string, Buffer>()
  const versions: Record<string, string> = {}
  const seen = new Set<string>()
  const add = async (name: string, from: string): Promise<string> => {
    const folder = await findPackage(root, name, from)
    const manifest = manifestSchema.parse(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')))
    if (seen.has(folder)) return manifest.version
    seen.add(folder)
    for (const path of await shippedFiles(folder)) {
      files.set(relative(root, join(folder, path)), await readFile(join(folder, path)))
    }
    for (const dependency of Object.keys(manifest.dependencies)) await add(dependency, folder)
    return manifest.version
  }
  for (const name of [...names].sort()) versions[name] = await add(name, root)
  return { files, versions }
}

/** As Node looks: in the nearest `node_modules` upwards that has it. */
async function findPackage(root: string, name: string, from: string): Promise<string> {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name)
    const isThere = await access(join(candidate, 'package.json')).then(
      () => true,
      () => false,
    )
    if (isThere) return candidate
    if (folder === root || folder === dirname(folder)) throw new Error(`The package ${name} is not installed`)
  }
}

/** What runs and what the licence asks to go along; no types, maps, sources in TypeScript or nested packages. */
async function shippedFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
  const native = paths.find((path) => path.endsWith('.node') || path === 'binding.gyp')
  if (native !== undefined) throw new Error(`${folder} has a native part, ${native}: it cannot be handed out`)
  return paths.filter((path) => !/(^|\/)node_modules\//.test(path) && shipped.test(path)).sort()
}

const shipped = /(^|\/)(package\.json|LICEN[CS]E[^/]*|NOTICE[^/]*)$|\.(c|m)?js$|\.json$/i
