// `batchai experiment create`, `show`, `list`, `delete`.

import { clusterVersion } from '../cluster/cluster-document.ts'
import { batchWorkspaceId } from '../cluster/clusters.ts'
import type { ApiCommand, ApiOption } from '../frame/api-command.ts'
import { carryOut } from '../frame/change.ts'
import type { Invocation } from '../frame/invocation.ts'
import type { Column } from '../output/listing.ts'
import type { Session } from '../session/session.ts'
import { workspaceOption } from './batchai-options.ts'

interface ExperimentDocument {
  readonly name: string
  readonly properties: { readonly provisioningState: string; readonly creationTime: string }
}

const columns: Column<ExperimentDocument>[] = [
  { title: 'NAME', cell: ({ name }) => name },
  { title: 'STATE', cell: ({ properties }) => properties.provisioningState },
  { title: 'CREATED', cell: ({ properties }) => properties.creationTime },
]

const options: readonly ApiOption[] = [
  { flags: '-n, --name <name>', summary: 'name of the experiment', isRequired: true },
  workspaceOption,
]

export const createExperiment: ApiCommand = {
  usage: 'create',
  summary: 'Create an experiment, which holds jobs',
  isLong: true,
  options,
  examples: ['carrel batchai experiment create --name trial --workspace lab'],
  async run(invocation) {
    await change(invocation, 'PUT', { doing: 'creating', done: 'is there' })
    if (!invocation.isOff('wait')) await show(invocation)
  },
}

export const showExperiment: ApiCommand = {
  usage: 'show',
  summary: 'Show one experiment',
  options,
  examples: ['carrel batchai experiment show --name trial --workspace lab'],
  run: show,
}

export const listExperiments: ApiCommand = {
  usage: 'list',
  summary: 'List the experiments of a Batch AI workspace',
  options: [workspaceOption],
  examples: ['carrel batchai experiment list --workspace lab'],
  async run(invocation) {
    const session = await invocation.session()
    const path = `${batchWorkspaceId(invocation, session)}/experiments?${clusterVersion}`
    invocation.showList(await session.list<ExperimentDocument>(path), {
      columns,
      empty: 'No experiments. Create one: carrel batchai experiment create --name NAME',
    })
  },
}

export const deleteExperiment: ApiCommand = {
  usage: 'delete',
  summary: 'Delete an experiment with its jobs',
  isLong: true,
  asks: true,
  options,
  examples: ['carrel batchai experiment delete --name trial --workspace lab --yes'],
  async run(invocation) {
    await invocation.confirm(`Delete the experiment ${nameOf(invocation)} with all its jobs?`)
    await change(invocation, 'DELETE', { doing: 'deleting', done: 'is deleted' })
  },
}

async function show(invocation: Invocation): Promise<void> {
  const session = await invocation.session()
  invocation.showOne(await session.call<ExperimentDocument>('GET', pathOf(invocation, session)), columns)
}

async function change(
  invocation: Invocation,
  method: 'PUT' | 'DELETE',
  { doing, done }: { readonly doing: string; readonly done: string },
): Promise<void> {
  const session = await invocation.session()
  const name = nameOf(invocation)
  await carryOut(invocation, [
    {
      ...{ name, method, path: pathOf(invocation, session), doing },
      ...(method === 'PUT' ? { body: {} } : {}),
      done: `${name} ${done}.`,
      lookAgain: 'carrel batchai experiment list',
    },
  ])
}

function nameOf(invocation: Invocation): string {
  return invocation.option('name') ?? ''
}

function pathOf(invocation: Invocation, session: Session): string {
  const id = `${batchWorkspaceId(invocation, session)}/experiments/${encodeURIComponent(nameOf(invocation))}`
  return `${id}?${clusterVersion}`
}
