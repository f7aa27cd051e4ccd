import { lstat, readdir } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import type { ApiCommand } from '../frame/api-command.ts'
import { CliFailure } from '../frame/cli-failure.ts'
import { exitCodes } from '../frame/exit-codes.ts'
import type { Invocation } from '../frame/invocation.ts'
import { filesUrl } from './files-url.ts'
import { findEntry, joined, requireGood } from './remote-files.ts'
import { uploadFile } from './upload-file.ts'

export const putFiles: ApiCommand = {
  usage: 'put <source> [target]',
  summary: 'Upload a file, a folder (-r) or standard input (-); a large file goes on where it broke off',
  examples: [
    'carrel files put train.csv Users/ana/',
    'carrel files put -r ./project Users/ana/project',
    'make-data | carrel files put - data/made.csv',
  ],
  options: [
    { flags: '-r, --recursive', summary: 'a folder, with all that is in it' },
    { flags: '--overwrite', summary: 'replace files that are there' },
  ],
  async run(invocation) {
    const source = invocation.argument('source')
    const target = invocation.argument('target')
    if (source === '-') return putInput(invocation, target)
    const found = await lstat(source).catch(() => undefined)
    if (found === undefined) throw new CliFailure(`There is no ${source} here.`, undefined, exitCodes.notFound)
    const place = await placeFor(invocation, target, basename(resolve(source)))
    if (!found.isDirectory()) return put(invocation, source, place)
    if (!invocation.isOn('recursive'))
      throw new CliFailure(`${source} is a folder.`, 'say -r to upload all that is in it', exitCodes.badUsage)
    await putFolder(invocation, source, place)
  },
}

/** Into a folder that is there, or under the name that was given. */
async function placeFor(invocation: Invocation, target: string, name: string): Promise<string> {
  if (target === '' || target.endsWith('/')) return joined(target, name)
  const found = await findEntry(await invocation.session(), target)
  return found?.kind === 'folder' ? joined(target, name) : joined(target)
}

async function putInput(invocation: Invocation, target: string): Promise<void> {
  if (target === '' || target.endsWith('/'))
    throw new CliFailure('Standard input has no name.', 'say what it is to be called there', exitCodes.badUsage)
  const session = await invocation.session()
  const headers: Record<string, string> = invocation.isOn('overwrite') ? {} : { 'if-none-match': '*' }
  // Asked first, so that the token is known to be good before the one body there is goes out.
  await findEntry(session, target)
  const url = filesUrl(session, 'content', { path: joined(target), parents: 'true' })
  const answer = await session.open('PUT', url, () => ({ headers, body: process.stdin }))
  ;(await requireGood(answer)).body.resume()
  invocation.say(`standard input → ${target}`)
}

function put(invocation: Invocation, source: string, target: string): Promise<void> {
  return uploadFile(invocation, { source, target, overwrite: invocation.isOn('overwrite') })
}

/** Links and what is no file stay here, and are told. */
async function putFolder(invocation: Invocation, source: string, target: string): Promise<void> {
  const session = await invocation.session()
  await session.call('PUT', filesUrl(session, 'folder', { path: target, parents: 'true' }))
  for (const entry of await readdir(source, { withFileTypes: true })) {
    const [from, to] = [join(source, entry.name), joined(target, entry.name)]
    if (entry.isDirectory()) await putFolder(invocation, from, to)
    else if (entry.isFile()) await put(invocation, from, to)
    else invocation.say(`${from}: no file or folder, left out`)
  }
}
