// What npm reads of the package, and the file it puts on the path.

export interface ManifestOptions {
  readonly version: string
  /** Exact, by name; they travel in the package. */
  readonly dependencies: Readonly<Record<string, string>>
  /** Path of the module that is the command line. */
  readonly entry: string
}

export const binFile = 'carrel.cjs'

export function cliManifest({ version, dependencies }: ManifestOptions): string {
  const manifest = {
    name: 'carrel',
    version,
    description: 'The command line of Carrel, as handed out by the server it is for',
    license: 'Apache-2.0',
    private: true,
    type: 'module',
    engines: { node: '>=24' },
    bin: { carrel: `./${binFile}` },
    dependencies,
    // So that installing it asks no registry.
    bundleDependencies: Object.keys(dependencies),
  }
  return `${JSON.stringify(manifest, undefined, 2)}\n`
}

/** In the oldest JavaScript there is, so that an old Node can say that it is old. */
export function binScript({ entry }: ManifestOptions): string {
  return `#!/usr/bin/env node
'use strict'
if (Number(process.versions.node.split('.')[0]) < 24) {
  process.stderr.write(
    'carrel needs Node 24 or later; this is ' + process.versions.node + '.\\n' +
      '  next: install a newer one (https://nodejs.org, or "npm install --global node@24"), then run the same command again\\n'
  )
  process.exit(1)
}
import('./${entry}')
`
}
