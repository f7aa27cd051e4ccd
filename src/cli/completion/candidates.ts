// What may come next on a half-typed command line: commands and options from the declarations, names from the API.

import type { Command, Option } from 'commander'
import { declarationOf, type NameSource } from '../frame/api-command.ts'
import { createInvocation } from '../frame/invocation.ts'
import type { Terminal } from '../frame/terminal.ts'
import { printableCell } from '../output/printable-cell.ts'
import { type PlaceInLine, placeInLine } from './place-in-line.ts'

export interface Candidate {
  readonly text: string
  readonly description: string
}

/** `files`: the shell knows better. Throws what the API's answer throws. */
export async function candidates(
  program: Command,
  before: readonly string[],
  current: string,
): Promise<readonly Candidate[] | 'files'> {
  const place = placeInLine(program, before, current)
  const found = await allAt(place)
  return found === 'files' ? found : found.filter(({ text }) => text.startsWith(current))
}

async function allAt(place: PlaceInLine): Promise<readonly Candidate[] | 'files'> {
  const { command, words, expected } = place
  if (expected.kind === 'commands') return commandsOf(command)
  if (expected.kind === 'options') return optionsOf(command, words)
  if (expected.kind === 'value') return valuesOf(place, expected.option)
  if (expected.kind === 'nothing' || expected.argument === undefined) return []
  const { argument } = expected
  if (argument.argChoices) return argument.argChoices.map(plain)
  const source = declarationOf(command)?.completes?.[argument.name()]
  if (source === undefined) return isPath(argument.name()) ? 'files' : []
  const names = await namesFrom(place, source)
  return argument.variadic ? names.filter(({ text }) => !words.includes(text)) : names
}

function commandsOf(command: Command): Candidate[] {
  return command
    .createHelp()
    .visibleCommands(command)
    .map((each) => ({ text: each.name(), description: each.description() }))
}

function optionsOf(command: Command, words: readonly string[]): Candidate[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .filter(({ long, short, variadic }) => variadic || !words.some((word) => word === long || word === short))
    .map(({ long, short, description }) => ({ text: long ?? short ?? '', description }))
}

async function valuesOf(place: PlaceInLine, option: Option): Promise<readonly Candidate[] | 'files'> {
  if (option.argChoices) return option.argChoices.map(plain)
  const declared = declarationOf(place.command)?.options?.find(({ flags }) => flags === option.flags)
  if (declared?.completes !== undefined) return namesFrom(place, declared.completes)
  return isPath(/<([\w-]+)/.exec(option.flags)?.[1] ?? '') ? 'files' : []
}

async function namesFrom({ command, words }: PlaceInLine, source: NameSource): Promise<Candidate[]> {
  // Options typed so far say where to look.
  command.parseOptions([...words])
  return (await source(createInvocation(command, silent))).map(plain)
}

function plain(text: string): Candidate {
  return { text: printableCell(text), description: '' }
}

function isPath(name: string): boolean {
  return /file|dir|folder|path/.test(name)
}

/** Between two keys nobody is told or asked anything. */
const silent: Terminal = {
  width: undefined,
  isInteractive: false,
  liveWidth: undefined,
  print: () => undefined,
  note: () => undefined,
  ask: async () => false,
}
