import type { ApiCommand } from '../frame/api-command.ts'
import type { Invocation } from '../frame/invocation.ts'
import type { Column } from '../output/listing.ts'
import { computeColumns } from './columns.ts'
import { appUrl, type ComputeDocument, type ScriptKind } from './compute-document.ts'
import { costColumn } from './costs.ts'
import { ownersOf } from './owners.ts'
import { computeNames, readCompute } from './read-compute.ts'

export const showCompute: ApiCommand = {
  usage: 'show <name>',
  summary: 'Show one instance',
  examples: ['carrel compute show desk', 'carrel compute show desk --query properties.properties.state -o tsv'],
  completes: { name: computeNames },
  run: (invocation) => showNamedCompute(invocation, invocation.argument('name')),
}

export async function showNamedCompute(invocation: Invocation, name: string): Promise<void> {
  const session = await invocation.session()
  const compute = await readCompute(session, name)
  const [owners, cost] = await Promise.all([ownersOf(session, [compute]), costColumn(session, compute.id)])
  invocation.showOne(compute, [...computeColumns(owners), ...cost, ...details])
}

const details: Column<ComputeDocument>[] = [
  { title: 'TERMINAL', cell: (compute) => appUrl(compute, 'term') },
  { title: 'SSH', cell: sshText },
  { title: 'CREATION SCRIPT', cell: ({ properties }) => scriptText(properties.properties, 'creation') },
  { title: 'STARTUP SCRIPT', cell: ({ properties }) => scriptText(properties.properties, 'startup') },
  {
    title: 'TAGS',
    cell: ({ tags = {} }) =>
      Object.entries(tags)
        .map((pair) => pair.join('='))
        .join(' '),
  },
  { title: 'ERROR', cell: ({ properties }) => properties.properties.errors[0]?.error.message },
  { title: 'NOTE', cell: ({ properties }) => properties.properties.capacity?.message },
]

/** CI-86: which, with what arguments, and what became of it. */
function scriptText({ setupScripts, setupRuns }: ComputeDocument['properties']['properties'], kind: ScriptKind) {
  const script = setupScripts?.scripts[`${kind}Script`]
  if (script === undefined) return undefined
  const { scriptSource, scriptData, scriptArguments = '', digest = '' } = script
  const what = scriptSource === 'inline' ? `inline, ${digest.slice(0, 19)}` : scriptData
  return `${[what, scriptArguments].filter(Boolean).join(' ')} (${setupRuns?.[kind]?.state ?? 'has not run'})`
}

function sshText({ properties }: ComputeDocument): string {
  const { sshSettings, connectivityEndpoints } = properties.properties
  const { adminUserName, sshPort } = sshSettings
  const { publicIpAddress } = connectivityEndpoints
  if (sshPort === null || publicIpAddress === null) return 'not enabled'
  return `${adminUserName}@${publicIpAddress} port ${sshPort}`
}
