// What a terminal's page loads: xterm.js from its packages and our few lines. Read once, before rights are dropped, and
// served under a path made from the content, so browsers may keep them for ever.

import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, extname } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface Asset {
  readonly contentType: string
  readonly body: Buffer
}

export interface TerminalAssets {
  /** `/.carrel-assets/<hash>` */
  readonly path: string
  /** By the path asked for. */
  find(path: string): Asset | undefined
}

export async function loadTerminalAssets(): Promise<TerminalAssets> {
  const { resolve } = createRequire(import.meta.url)
  const files = [
    resolve('@xterm/xterm/lib/xterm.mjs'),
    resolve('@xterm/xterm/css/xterm.css'),
    resolve('@xterm/addon-fit/lib/addon-fit.mjs'),
    fileURLToPath(new URL('./browser/terminal.js', import.meta.url)),
    fileURLToPath(new URL('./browser/terminal.css', import.meta.url)),
  ]
  const bodies = await Promise.all(files.map((file) => readFile(file)))
  const hash = createHash('sha256')
  for (const body of bodies) hash.update(body)
  const path = `/.carrel-assets/${hash.digest('hex').slice(0, 16)}`
  const assets = new Map(files.map((file, index) => [`${path}/${basename(file)}`, assetOf(file, bodies[index])]))
  return { path, find: (asked) => assets.get(asked) }
}

function assetOf(file: string, body: Buffer = Buffer.alloc(0)): Asset {
  const isStyle = extname(file) === '.css'
  return { contentType: isStyle ? 'text/css; charset=utf-8' : 'text/javascript; charset=utf-8', body }
}
