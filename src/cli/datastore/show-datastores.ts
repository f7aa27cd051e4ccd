// `datastore list` and `show`.

import type { ApiCommand } from '../frame/api-command.ts'
import type { Column } from '../output/listing.ts'
import { type DatastoreDocument, datastoreNames, datastoreUrl, readDatastores } from './read-datastores.ts'

const columns: Column<DatastoreDocument>[] = [
  { title: 'NAME', cell: ({ name }) => name },
  { title: 'STATE', cell: ({ properties }) => properties.state },
  { title: 'ACCESS', cell: ({ properties }) => (properties.isReadOnly ? 'read-only' : 'writable') },
  {
    title: 'IN INSTANCES',
    cell: ({ properties }) => `${properties.instances.mounted} of ${properties.instances.running}`,
  },
  { title: 'FOLDER', cell: ({ properties }) => properties.hostPath },
]

const details: Column<DatastoreDocument>[] = [
  { title: 'MOUNTED AT', cell: ({ properties }) => properties.mountPath },
  { title: 'DESCRIPTION', cell: ({ properties }) => properties.description ?? undefined },
  { title: 'FAULT', cell: ({ properties }) => properties.fault?.message },
  { title: 'NEXT STEP', cell: ({ properties }) => properties.fault?.nextStep },
]

export const listDatastores: ApiCommand = {
  usage: 'list',
  summary: 'List the folders of the host that instances see',
  examples: ['carrel datastore list', 'carrel datastore list -w vision -o json'],
  async run(invocation) {
    const found = await readDatastores(await invocation.session())
    invocation.showList(found, { columns, empty: 'No datastores. Publish one: carrel datastore publish NAME FOLDER' })
  },
}

export const showDatastore: ApiCommand = {
  usage: 'show <name>',
  summary: 'Show one datastore, and what is wrong with it',
  examples: ['carrel datastore show images', 'carrel datastore show images --query properties.state -o tsv'],
  completes: { name: datastoreNames },
  async run(invocation) {
    const session = await invocation.session()
    const found = await session.call<DatastoreDocument>('GET', datastoreUrl(session, invocation.argument('name')))
    invocation.showOne(found, [...columns, ...details])
  },
}
