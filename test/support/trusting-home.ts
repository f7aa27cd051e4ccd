import { execFile } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { findCommand } from '../../src/host/run-command.ts'

const run = promisify(execFile)

/** Makes `home` one whose Chromium trusts this authority, as a person does who adds it. False, and said: cannot be done here. */
export async function trustInChromium(home: string, caFile: string): Promise<boolean> {
  if ((await findCommand('certutil')) === undefined) {
    console.log('skipped: no certutil (libnss3-tools) to add an authority to Chromium with')
    return false
  }
  const store = join(home, '.pki', 'nssdb')
  await mkdir(store, { recursive: true })
  await run('certutil', ['-d', `sql:${store}`, '-N', '--empty-password'])
  await run('certutil', ['-d', `sql:${store}`, '-A', '-t', 'C,,', '-n', 'carrel', '-i', caFile])
  return true
}
