// `datastore publish` and `unpublish`.

import type { ApiCommand } from '../frame/api-command.ts'
import { carryOut } from '../frame/change.ts'
import { datastoreNames, datastoreUrl } from './read-datastores.ts'

export const publishDatastore: ApiCommand = {
  usage: 'publish <name> <folder>',
  summary: 'Show a folder of the host in every instance, at ~/cloudfiles/data/<name>',
  examples: [
    'carrel datastore publish images /srv/data/images',
    'carrel datastore publish scratch /srv/closed/scratch --writable --description "emptied on Sundays"',
  ],
  options: [
    { flags: '--writable', summary: 'instances may write there (they may only read unless given)' },
    { flags: '--description <text>', summary: 'what it is, told to whoever looks' },
  ],
  completes: { name: datastoreNames },
  isLong: true,
  async run(invocation) {
    const session = await invocation.session()
    const name = invocation.argument('name')
    const isReadOnly = !invocation.isOn('writable')
    const description = invocation.option('description')
    const hostPath = invocation.argument('folder')
    await carryOut(invocation, [
      {
        ...{ name, method: 'PUT', path: datastoreUrl(session, name) },
        body: { properties: { hostPath, isReadOnly, ...(description === undefined ? {} : { description }) } },
        doing: 'mounting in running instances',
        done: `${hostPath} is at ~/cloudfiles/data/${name}, ${isReadOnly ? 'read-only' : 'writable'}.`,
        lookAgain: `carrel datastore show ${name}`,
      },
    ])
  },
}

export const unpublishDatastore: ApiCommand = {
  usage: 'unpublish <name>',
  summary: 'Take a datastore from all instances; the folder and what is in it stay',
  examples: ['carrel datastore unpublish images --yes'],
  completes: { name: datastoreNames },
  isLong: true,
  asks: true,
  async run(invocation) {
    const session = await invocation.session()
    const name = invocation.argument('name')
    const path = datastoreUrl(session, name)
    await session.call('GET', path)
    await invocation.confirm(`Take the datastore ${name} from all instances? Its folder stays as it is.`)
    await carryOut(invocation, [
      {
        ...{ name, method: 'DELETE', path },
        doing: 'unmounting in running instances',
        done: `${name} is no longer published. Its folder is as it was.`,
        lookAgain: `carrel datastore show ${name}`,
      },
    ])
  },
}
