import { mkdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { ApiCommand } from '../frame/api-command.ts'
import { CliFailure } from '../frame/cli-failure.ts'
import { exitCodes } from '../frame/exit-codes.ts'
import type { Invocation } from '../frame/invocation.ts'
import { downloadFile } from './download-file.ts'
import { printContent } from './print-content.ts'
import { type EntryDocument, entriesOf, entryAt } from './remote-files.ts'

export const getFiles: ApiCommand = {
  usage: 'get <path> [target]',
  summary: 'Download a file or a folder (-r), to a place or to standard output (-); goes on where it broke off',
  examples: ['carrel files get Users/ana/model.pt', 'carrel files get -r Users/ana/results ./results'],
  options: [
    { flags: '-r, --recursive', summary: 'a folder, with all that is in it' },
    { flags: '--overwrite', summary: 'replace files that are here' },
  ],
  async run(invocation) {
    const session = await invocation.session()
    const [path, target] = [invocation.argument('path'), invocation.argument('target')]
    if (target === '-') return printContent(session, path)
    const source = await entryAt(session, path)
    const isFolder = (await stat(target || '.').catch(() => undefined))?.isDirectory() === true
    const place = isFolder ? join(target || '.', localName(source)) : target
    if (source.kind !== 'folder') return get(invocation, source, place)
    if (!invocation.isOn('recursive'))
      throw new CliFailure(`${path} is a folder.`, 'say -r to download all that is in it', exitCodes.badUsage)
    await getFolder(invocation, source, place)
  },
}

async function get(invocation: Invocation, source: EntryDocument, target: string): Promise<void> {
  await downloadFile(invocation, { source, target, overwrite: invocation.isOn('overwrite') })
}

/** Links and what is no file stay there, and are told. */
async function getFolder(invocation: Invocation, { path }: EntryDocument, target: string): Promise<void> {
  await mkdir(target, { recursive: true })
  for (const entry of await entriesOf(await invocation.session(), path)) {
    const to = join(target, localName(entry))
    if (entry.kind === 'folder') await getFolder(invocation, entry, to)
    else if (entry.kind === 'file') await get(invocation, entry, to)
    else invocation.say(`${JSON.stringify(entry.path)}: no file or folder, left out`)
  }
}

/** Whoever named it there may have meant a path here: a backslash is one on some machines. */
function localName({ name, path }: EntryDocument): string {
  if (name !== '' && name !== '..' && basename(name) === name) return name
  throw new CliFailure(
    `${JSON.stringify(path)} has a name that files here cannot have.`,
    'rename it there, or say what it is to be called',
  )
}
