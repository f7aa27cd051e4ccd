// The timeline of a thing, oldest first: who asked, which phases, how long each took, and why not.

import { setTimeout as sleep } from 'node:timers/promises'
import type { Column } from '../output/listing.ts'
import { printableCell } from '../output/printable-cell.ts'
import { lookPatiently } from '../session/look-patiently.ts'
import type { Session } from '../session/session.ts'
import type { ApiCommand } from './api-command.ts'
import type { Invocation } from './invocation.ts'

export interface Timeline extends Pick<ApiCommand, 'summary' | 'completes' | 'examples'> {
  /** With api-version; the argument `name` says of what. */
  pathOf(invocation: Invocation, session: Session): string
}

interface TimelineEvent {
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

export function eventsCommand(timeline: Timeline): ApiCommand {
  const { summary, completes = {}, examples } = timeline
  return {
    usage: 'events <name>',
    summary,
    completes,
    options: [{ flags: '-f, --follow', summary: 'go on as things happen, a line each; Ctrl-C ends it' }],
    examples,
    async run(invocation) {
      const name = invocation.argument('name')
      if (invocation.isOn('follow')) return follow(invocation, timeline)
      invocation.showList(await eventsOf(invocation, timeline), {
        columns,
        empty: `Nothing has happened to ${name} yet.`,
      })
    },
  }
}

const columns: Column<TimelineEvent>[] = [
  { title: 'WHEN', cell: ({ acceptedAt }) => acceptedAt.slice(0, 19).replace('T', ' ') },
  { title: 'OPERATION', cell: ({ operationName }) => operationName },
  { title: 'STATUS', cell: ({ status }) => status },
  { title: 'TOOK', cell: ({ durationMs }) => (durationMs === undefined ? '' : seconds(durationMs)) },
  { title: 'BY', cell: ({ caller }) => caller.name },
  { title: 'PHASES', cell: ({ phases }) => phases.map(phaseText).join(', ') },
  { title: 'CAUSE', cell: ({ cause, nextStep }) => [cause?.message, nextStep].filter(Boolean).join(' ') },
]

/** Oldest first; the API answers them newest first. */
async function eventsOf(invocation: Invocation, { pathOf }: Timeline): Promise<TimelineEvent[]> {
  const session = await invocation.session()
  return (await session.list<TimelineEvent>(pathOf(invocation, session))).reverse()
}

const lookAgainMs = 500

/** Until the person ends it. What was told once is not told again. */
async function follow(invocation: Invocation, timeline: Timeline): Promise<never> {
  const told = new Set<string>()
  for (;;) {
    for (const { key, line } of (await lookPatiently(() => eventsOf(invocation, timeline))).flatMap(linesOf)) {
      if (!told.has(key)) invocation.terminal.print(`${line}\n`)
      told.add(key)
    }
    await sleep(lookAgainMs)
  }
}

function linesOf(event: TimelineEvent): { key: string; line: string }[] {
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

function phaseText({ name, durationMs }: TimelineEvent['phases'][number]): string {
  return durationMs === undefined ? `${name} …` : `${name} ${seconds(durationMs)}`
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}
