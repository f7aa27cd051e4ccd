// `compute events`: what became of an instance, oldest first: who asked, which phases, how long each took, and why not.

import { setTimeout as sleep } from 'node:timers/promises'
import type { ApiCommand } from '../frame/api-command.ts'
import type { Invocation } from '../frame/invocation.ts'
import type { Column } from '../output/listing.ts'
import { printableCell } from '../output/printable-cell.ts'
import { computeVersion } from './compute-document.ts'
import { computeId, computeNames } from './read-compute.ts'

interface ComputeEvent {
  readonly operationId: string
  readonly operationName: string
  readonly status: string
  readonly trigger: string
  readonly caller: { readonly name: string }
  readonly acceptedAt: string
  readonly durationMs?: number
  readonly phases: readonly { readonly name: string; readonly startedAt: string; readonly durationMs?: number }[]
  readonly cause?: { readonly code: string; readonly message: string }
  readonly nextStep?: string
}

export const computeEvents: ApiCommand = {
  usage: 'events <name>',
  summary: 'Show what became of an instance: operations, phases, causes',
  completes: { name: computeNames },
  options: [{ flags: '-f, --follow', summary: 'go on as things happen, a line each; Ctrl-C ends it' }],
  examples: [
    'carrel compute events desk',
    'carrel compute events desk --follow',
    'carrel compute events desk --query "[?status==\'Failed\'].cause.message" -o tsv',
  ],
  async run(invocation) {
    const name = invocation.argument('name')
    if (invocation.isOn('follow')) return follow(invocation)
    invocation.showList(await eventsOf(invocation), { columns, empty: `Nothing has happened to ${name} yet.` })
  },
}

const columns: Column<ComputeEvent>[] = [
  { title: 'WHEN', cell: ({ acceptedAt }) => acceptedAt.slice(0, 19).replace('T', ' ') },
  { title: 'OPERATION', cell: ({ operationName }) => operationName },
  { title: 'STATUS', cell: ({ status }) => status },
  { title: 'TOOK', cell: ({ durationMs }) => (durationMs === undefined ? '' : seconds(durationMs)) },
  { title: 'BY', cell: ({ caller }) => caller.name },
  { title: 'PHASES', cell: ({ phases }) => phases.map(phaseText).join(', ') },
  { title: 'CAUSE', cell: ({ cause, nextStep }) => [cause?.message, nextStep].filter(Boolean).join(' ') },
]

/** Oldest first; the API answers them newest first. */
async function eventsOf(invocation: Invocation): Promise<ComputeEvent[]> {
  const session = await invocation.session()
  const path = `${computeId(session, invocation.argument('name'))}/events?${computeVersion}`
  return (await session.list<ComputeEvent>(path)).reverse()
}

const lookAgainMs = 500

/** Until the person ends it. What was told once is not told again. */
async function follow(invocation: Invocation): Promise<never> {
  const told = new Set<string>()
  for (;;) {
    for (const { key, line } of (await eventsOf(invocation)).flatMap(linesOf)) {
      if (!told.has(key)) invocation.terminal.print(`${line}\n`)
      told.add(key)
    }
    await sleep(lookAgainMs)
  }
}

function linesOf(event: ComputeEvent): { key: string; line: string }[] {
  const { operationId, operationName, status, caller, cause, durationMs, nextStep } = event
  const line = (at: string, what: string) => `${at.slice(11, 19)}  ${printableCell(`${operationName}: ${what}`)}`
  const begun = { key: operationId, line: line(event.acceptedAt, `asked by ${caller.name}`) }
  const phases = event.phases.map(({ name, startedAt }, index) => ({
    key: `${operationId}/${index}`,
    line: line(startedAt, name),
  }))
  if (status === 'InProgress') return [begun, ...phases]
  const endedAt = new Date(Date.parse(event.acceptedAt) + (durationMs ?? 0)).toISOString()
  const how = [`${status} after ${seconds(durationMs ?? 0)}`, cause?.message, nextStep].filter(Boolean).join('. ')
  return [begun, ...phases, { key: `${operationId}/end`, line: line(endedAt, how) }]
}

function phaseText({ name, durationMs }: ComputeEvent['phases'][number]): string {
  return durationMs === undefined ? `${name} …` : `${name} ${seconds(durationMs)}`
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}
