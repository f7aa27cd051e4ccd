// `keys list` and `keys rotate`. Keys are replaced by themselves every 90 days; this is for when one may have leaked.

import type { ApiCommand } from '../frame/api-command.ts'
import type { Column } from '../output/listing.ts'
import { directoryAction, directoryUrl, minutes } from './documents.ts'

interface KeyDocument {
  readonly name: string
  readonly properties: { readonly signsFrom: string; readonly isSigning: boolean }
}

const columns: Column<KeyDocument>[] = [
  { title: 'KEY', cell: ({ name }) => name },
  { title: 'SIGNS FROM', cell: ({ properties }) => minutes(properties.signsFrom) },
  { title: 'SIGNS NOW', cell: ({ properties }) => (properties.isSigning ? 'yes' : 'no') },
]
const empty = 'No signing keys.'

export const listKeys: ApiCommand = {
  usage: 'list',
  summary: 'List the keys that are published now',
  examples: ['carrel keys list'],
  async run(invocation) {
    const found = await (await invocation.session()).list<KeyDocument>(directoryUrl('signingKeys'))
    invocation.showList(found, { columns, empty })
  },
}

export const rotateKeys: ApiCommand = {
  usage: 'rotate',
  summary: 'Replace the signing keys at once, as when one may have leaked',
  examples: ['carrel keys rotate', 'carrel keys rotate --yes'],
  asks: true,
  async run(invocation) {
    const session = await invocation.session()
    await invocation.confirm(
      'Replace the signing keys? Every token given out so far is refused from then on. Whoever is signed in stays so:\n' +
        'programs and command lines fetch another token by themselves, browsers and open apps notice nothing.\nReplace them?',
    )
    const { value } = await session.call<{ value: KeyDocument[] }>(
      'POST',
      directoryAction('signingKeys', 'default', 'rotate'),
    )
    invocation.showList(value, { columns, empty })
    invocation.say(
      'The signing keys are replaced; tokens signed by the old ones are refused. If passwords or secrets may have leaked too,\n' +
        'sign their owners out ("carrel user sign-out", "carrel sp sign-out") and make new ones.',
    )
  },
}
