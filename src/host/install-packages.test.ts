import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { installPackages } from './install-packages.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carrel-apt-'))
  vi.stubEnv('PATH', `${folder}:${process.env['PATH']}`)
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true })
})

/** In apt's place; `script` sees what it was called for as `$verb`. Answers what it was called for, in order. */
async function calls(script: string): Promise<string[]> {
  const text = `#!/bin/sh\nfor verb; do case $verb in update|install) break;; esac; done\necho $verb >>${folder}/calls\n${script}\n`
  await writeFile(join(folder, 'apt-get'), text, { mode: 0o755 })
  await installPackages(['one'], () => undefined)
  return (await readFile(join(folder, 'calls'), 'utf8')).trim().split('\n')
}

test('lists that another apt is writing are waited for', async () => {
  const lock = 'E: Could not get lock /var/lib/apt/lists/lock. It is held by process 1 (apt-get)'
  const script = `[ "$(wc -l <${folder}/calls)" -gt 2 ] || { echo '${lock}' >&2; exit 100; }`
  expect(await calls(script)).toEqual(['update', 'update', 'update', 'install'])
})

test('lists that cannot be had keep nothing from being installed that is there', async () => {
  const script = `[ $verb = install ] || { echo 'E: Failed to fetch' >&2; exit 100; }`
  expect(await calls(script)).toEqual(['update', 'install'])
})

test('what cannot be installed is told with what apt said', async () => {
  await expect(
    calls(`[ $verb = update ] || { echo 'E: Unable to locate package one' >&2; exit 100; }`),
  ).rejects.toThrow('Unable to locate package one')
})
