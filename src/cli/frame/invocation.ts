// What a command is given when it runs: its arguments and options, the way to the API, and the ways to say things. The
// answer goes to standard output; everything else to standard error.

import type { Command } from 'commander'
import type { Column, Listing } from '../output/listing.ts'
import { type Format, render, type Shown } from '../output/render.ts'
import { openSession } from '../session/open-session.ts'
import type { Session } from '../session/session.ts'
import { CliFailure } from './cli-failure.ts'
import { exitCodes } from './exit-codes.ts'
import type { Terminal } from './terminal.ts'

export interface Invocation {
  readonly terminal: Terminal
  /** Opened once, when it is first asked for. */
  session(): Promise<Session>
  /** By the name in the usage: `name` of `show <name>`. Empty when it was left out. */
  argument(name: string): string
  /** Of `<name...>`. */
  arguments(name: string): readonly string[]
  /** By its long name without dashes: `resource-group`. */
  option(name: string): string | undefined
  /** Of an option that may be given several times. */
  options(name: string): readonly string[]
  /** True when given; for `--no-wait` ask `isOff('wait')`. */
  isOn(name: string): boolean
  isOff(name: string): boolean
  /** Prints a list as a table, or the API's own documents in another format. */
  showList<T>(rows: readonly T[], listing: Listing<T>): void
  /** Prints one thing, its fields one below the other. */
  showOne<T>(value: T, columns: readonly Column<T>[]): void
  /** A sentence for people, on standard error. */
  say(line: string): void
  /** Throws unless the person says yes; `--yes` says it for scripts. */
  confirm(question: string): Promise<void>
}

export function createInvocation(command: Command, terminal: Terminal): Invocation {
  const flags: Readonly<Record<string, unknown>> = command.opts()
  const option = (name: string): string | undefined => textOf(flags[camelCase(name)])
  const at = (name: string) =>
    command.processedArgs[command.registeredArguments.findIndex((argument) => argument.name() === name)] as unknown
  const isOn = (name: string) => flags[camelCase(name)] === true
  const note = isOn('verbose') || isOn('debug') ? (line: string) => terminal.note(`carrel: ${line}\n`) : () => undefined
  const show = (shown: Shown) =>
    terminal.print(render(shown, { format: option('output') as Format, query: option('query'), width: terminal.width }))
  let session: Promise<Session> | undefined
  return {
    terminal,
    session() {
      session ??= openSession({
        env: process.env,
        note,
        data: option('data'),
        profile: option('profile'),
        // Its other name is that of the command line whose lines `ml` takes.
        subscription: option('subscription') ?? option('subscription-id'),
        resourceGroup: option('resource-group'),
        workspace: option('workspace-name'),
      })
      return session
    },
    argument: (name) => textOf(at(name)) ?? '',
    arguments: (name) => textsOf(at(name)),
    option,
    options: (name) => textsOf(flags[camelCase(name)]),
    isOn,
    isOff: (name) => flags[camelCase(name)] === false,
    showList: (rows, listing) =>
      show({ value: listing.document ?? rows, ...tableOf(rows, listing.columns), isOne: false, empty: listing.empty }),
    showOne: (value, columns) => show({ value, ...tableOf([value], columns), isOne: true, empty: '' }),
    say: (line) => terminal.note(`${line}\n`),
    async confirm(question) {
      if (isOn('yes')) return
      if (!terminal.isInteractive)
        throw new CliFailure(`${question} Nobody is there to answer.`, 'say yes with --yes', exitCodes.badUsage)
      if (!(await terminal.ask(question))) throw new CliFailure('Nothing was changed.', undefined, exitCodes.failed)
    },
  }
}

function tableOf<T>(rows: readonly T[], columns: readonly Column<T>[]) {
  return { titles: columns.map(({ title }) => title), rows: rows.map((row) => columns.map(({ cell }) => cell(row))) }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : typeof value === 'string' ? [value] : []
}

function camelCase(name: string): string {
  return name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
}
