// `compute apps`: what an instance offers in the browser and where, and the applications beside it.

import type { ApiCommand } from '../frame/api-command.ts'
import { CliFailure } from '../frame/cli-failure.ts'
import { exitCodes } from '../frame/exit-codes.ts'
import { type CustomServiceDocument, readApp } from './app-options.ts'
import { changeList } from './change-list.ts'
import type { ApplicationDocument, ComputeDocument } from './compute-document.ts'
import { computeNames, readCompute } from './read-compute.ts'

export const computeApps: ApiCommand = {
  usage: 'apps <name>',
  summary: 'List what an instance offers in the browser; add applications to it, or remove them',
  completes: { name: computeNames },
  options: [
    { flags: '--add <app...>', summary: 'applications to put beside it, each as NAME=IMAGE:PORT' },
    { flags: '--remove <name...>', summary: 'applications to take away' },
  ],
  examples: [
    'carrel compute apps desk',
    'carrel compute apps desk --add board=team/board:1.2:6006',
    'carrel compute apps desk --remove board',
  ],
  async run(invocation) {
    const session = await invocation.session()
    const name = invocation.argument('name')
    const added = invocation.options('add').map(readApp)
    const removed = invocation.options('remove').map((each) => each.toLowerCase())
    if (added.length > 0 || removed.length > 0) {
      await changeList(session, { name, action: 'customServices' }, (compute) => changed(compute, added, removed))
      invocation.say(`${name}: its applications come and go within moments; an image may have to be fetched first.`)
    }
    const { applications } = (await readCompute(session, name)).properties.properties
    invocation.showList(applications, { columns, empty: `${name} offers nothing.` })
  },
}

const columns = [
  { title: 'NAME', cell: ({ displayName }: ApplicationDocument) => displayName },
  { title: 'STATE', cell: ({ state }: ApplicationDocument) => state },
  { title: 'URL', cell: ({ endpointUri }: ApplicationDocument) => endpointUri },
  { title: 'ERROR', cell: ({ error }: ApplicationDocument) => error?.message },
]

/** What people brought, with what they bring and without what they take away. */
function changed(
  compute: ComputeDocument,
  added: readonly CustomServiceDocument[],
  removed: readonly string[],
): readonly CustomServiceDocument[] {
  const there: readonly CustomServiceDocument[] = compute.properties.properties.customServices ?? []
  const absent = removed.find((name) => !there.some((each) => each.name.toLowerCase() === name))
  if (absent !== undefined) {
    const next = `"carrel compute apps ${compute.name}" names those there are`
    throw new CliFailure(
      `${compute.name} has no application '${absent}' that could be removed.`,
      next,
      exitCodes.notFound,
    )
  }
  const replaced = [...removed, ...added.map(({ name }) => name.toLowerCase())]
  return [...there.filter(({ name }) => !replaced.includes(name.toLowerCase())), ...added]
}
