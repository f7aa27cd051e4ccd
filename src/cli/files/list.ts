import type { ApiCommand } from '../frame/api-command.ts'
import type { Column } from '../output/listing.ts'
import { sizeText } from './byte-progress.ts'
import { type EntryDocument, entriesOf } from './remote-files.ts'

const columns: Column<EntryDocument>[] = [
  { title: 'NAME', cell: ({ name, kind }) => (kind === 'folder' ? `${name}/` : name) },
  { title: 'SIZE', cell: ({ size }) => (size === undefined ? undefined : sizeText(size)) },
  { title: 'MODIFIED', cell: ({ modifiedAt }) => modifiedAt.slice(0, 16).replace('T', ' ') },
  { title: 'KIND', cell: ({ kind }) => kind },
]

export const listFiles: ApiCommand = {
  usage: 'ls [path]',
  summary: 'List a folder of the workspace',
  examples: ['carrel files ls', 'carrel files ls Users/ana -o json'],
  async run(invocation) {
    const entries = await entriesOf(await invocation.session(), invocation.argument('path'))
    invocation.showList(entries, { columns, empty: 'Nothing is here. Put something: carrel files put FILE' })
  },
}
