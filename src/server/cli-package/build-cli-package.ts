// The command line as a package npm installs: the sources the API's commands need, as JavaScript, the few packages they
// import, and where it came from. Made from the program's own files alone; nothing of the installation but its public
// address and the certificates clients trust anyway.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { binFile, binScript, cliManifest } from './cli-manifest.ts'
import { collectModules } from './collect-modules.ts'
import { collectPackages } from './collect-packages.ts'
import { type PackedFile, packFiles } from './pack.ts'

export interface CliPackageOptions {
  readonly endpoint: string
  /** PEM; undefined: clients trust the server's certificate already. */
  readonly ca: string | undefined
}

const root = join(import.meta.dirname, '..', '..', '..')
const entry = 'src/cli/laptop.ts'

/** The bytes of a `.tgz`. */
export async function buildCliPackage({ endpoint, ca }: CliPackageOptions): Promise<Buffer> {
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')))
  const { modules, packages } = await collectModules(root, entry)
  const { files, versions } = await collectPackages(root, packages)
  const manifest = { version, dependencies: versions, entry: entry.replace(/\.ts$/, '.js') }
  const packed = new Map<string, PackedFile>([
    ['package.json', { text: cliManifest(manifest) }],
    [binFile, { text: binScript(manifest), isExecutable: true }],
    ['LICENSE', { text: await readFile(join(root, 'LICENSE')) }],
    ['README.md', { text: readme(endpoint) }],
    [
      'home-server.json',
      { text: `${JSON.stringify({ endpoint, ...(ca === undefined ? {} : { ca }) }, undefined, 2)}\n` },
    ],
  ])
  for (const [path, text] of [...modules, ...files]) packed.set(path, { text })
  return packFiles(packed)
}

function readme(endpoint: string): string {
  return `# carrel

The command line of Carrel, handed out by ${endpoint}.

    carrel login
    carrel compute list
`
}
