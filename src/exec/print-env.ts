// The variables of `exec` as lines. For a registered cloud they are a shell's to read; those of the proxy hold while it
// runs and no longer, so they are shown with what is made for each run left open.

import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { extensionFolder, variablesFor } from './environment.ts'
import type { ExecOptions } from './exec.ts'
import { persistentFolder } from './exec-folders.ts'
import { trustBundle } from './trust-bundle.ts'

export type PrintOptions = Pick<ExecOptions, 'target' | 'home' | 'isRegistered'>

const eachRun = '<made for each run>'

export async function printedEnvironment(options: PrintOptions): Promise<string> {
  const { target, isRegistered } = options
  const before = process.env
  const folder = persistentFolder(options)
  const bundleFile = isRegistered ? await keepBundle(folder, target.authority) : eachRun
  const extensions = extensionFolder(before, homedir())
  const variables = variablesFor(before, {
    endpoint: target.endpoint,
    configFolder: join(folder, isRegistered ? 'registered' : 'azure'),
    bundleFile,
    extensionFolder: existsSync(extensions) ? extensions : undefined,
    proxyUrl: isRegistered ? undefined : eachRun,
  })
  return Object.entries(variables)
    .filter(([name, value]) => value !== undefined || before[name] !== undefined)
    .map(([name, value]) => (value === undefined ? `unset ${name}\n` : `export ${name}=${quoted(value)}\n`))
    .join('')
}

async function keepBundle(folder: string, authority: string | undefined): Promise<string> {
  const file = join(folder, 'authorities.pem')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await writeFile(file, await trustBundle(process.env, authority === undefined ? [] : [authority]))
  return file
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
