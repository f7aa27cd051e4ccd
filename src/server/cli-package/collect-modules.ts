// Follows a TypeScript file's imports and answers everything it needs as JavaScript. Node takes the types off only outside
// node_modules, and that is where a package is installed.

import { readFile } from 'node:fs/promises'
import { stripTypeScriptTypes } from 'node:module'
import { dirname, join, normalize } from 'node:path'

export interface CollectedModules {
  /** By path below the root, ending in `.js`. */
  readonly modules: ReadonlyMap<string, string>
  /** Names of npm packages they import. */
  readonly packages: ReadonlySet<string>
}

/** `entry` is a path below `root`. Throws when something is imported that is not there or not below `root`. */
export async function collectModules(root: string, entry: string): Promise<CollectedModules> {
  const modules = new Map<string, string>()
  const packages = new Set<string>()
  const left = [normalize(entry)]
  for (let path = left.pop(); path !== undefined; path = left.pop()) {
    const name = path.replace(/\.ts$/, '.js')
    if (modules.has(name)) continue
    if (path.startsWith('..')) throw new Error(`${path} lies outside of what is packed`)
    // What only gave types is gone after this, so it is not followed.
    const text = stripTypeScriptTypes(await readFile(join(root, path), 'utf8'))
    modules.set(
      name,
      text.replaceAll(specifiers, (_all, before, quote, specifier) => {
        if (specifier.startsWith('.')) left.push(join(dirname(path), specifier))
        else if (!specifier.startsWith('node:')) packages.add(packageOf(specifier))
        return `${before}${quote}${specifier.replace(/^(\..*)\.ts$/, '$1.js')}${quote}`
      }),
    )
  }
  return { modules, packages }
}

/** In `import … from '…'`, `export … from '…'`, `import '…'` and `import('…')`. */
const specifiers = /((?:^|\n)(?:(?:import|export)\b[^'"`;=()]*?\bfrom\s*|import\s*)|\bimport\(\s*)(['"])([^'"\n]+)\2/g

function packageOf(specifier: string): string {
  const [first = '', second = ''] = specifier.split('/')
  return first.startsWith('@') ? `${first}/${second}` : first
}
