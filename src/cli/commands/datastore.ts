// `datastore`: folders of the host that instances see.

import type { Command } from 'commander'
import { publishDatastore, unpublishDatastore } from '../datastore/change-datastores.ts'
import { listDatastores, showDatastore } from '../datastore/show-datastores.ts'
import { apiCommand } from '../frame/api-command.ts'

export function datastoreCommands(program: Command): void {
  const datastore = program
    .command('datastore')
    .description('Folders of the host that all instances of a workspace see')
  for (const declaration of [listDatastores, showDatastore, publishDatastore, unpublishDatastore])
    apiCommand(datastore, declaration)
}
