// Where the cursor is in a half-typed command line: which command, and what is to be completed there. Pure.

import type { Argument, Command, Option } from 'commander'

export interface PlaceInLine {
  readonly command: Command
  /** The words behind the command's own name, without the one being typed. */
  readonly words: readonly string[]
  readonly expected:
    | { readonly kind: 'value'; readonly option: Option }
    | { readonly kind: 'argument'; readonly argument: Argument | undefined }
    | { readonly kind: 'options' }
    | { readonly kind: 'commands' }
    /** Behind `--`: words of another program. */
    | { readonly kind: 'nothing' }
}

/** `before`: whole words, without the program's name; `current`: what has been typed of the next, perhaps nothing. */
export function placeInLine(program: Command, before: readonly string[], current: string): PlaceInLine {
  let walk: Walk = { command: program, words: [], operands: 0, pending: undefined, isOver: false }
  for (const word of before) walk = step(walk, word)
  const { command, words, pending, isOver } = walk
  // An option whose value is being typed would make the words before it wrong.
  const whole = pending !== undefined && awaits(pending, words.at(-1)) ? words.slice(0, -1) : words
  return { command, words: whole, expected: isOver ? { kind: 'nothing' } : expectedAt({ ...walk, current }) }
}

interface Walk {
  readonly command: Command
  readonly words: readonly string[]
  readonly operands: number
  /** An option that takes the next word. */
  readonly pending: Option | undefined
  /** After `--`. */
  readonly isOver: boolean
}

function step(walk: Walk, word: string): Walk {
  const { command, operands, pending, isOver } = walk
  const words = [...walk.words, word]
  if (isOver) return { ...walk, words }
  if (pending !== undefined && !(pending.variadic && word.startsWith('-')))
    return { ...walk, words, pending: pending.variadic ? pending : undefined }
  const inner = operands === 0 ? findCommand(command, word) : undefined
  if (inner !== undefined) return { ...walk, command: inner, words: [], pending: undefined }
  if (word === '--') return { ...walk, words, pending: undefined, isOver: true }
  if (word.startsWith('-')) return { ...walk, words, pending: optionAwaiting(command, word) }
  return { ...walk, words, pending: undefined, operands: operands + 1 }
}

function expectedAt({
  command,
  operands,
  pending,
  current,
}: Walk & { readonly current: string }): PlaceInLine['expected'] {
  if (pending !== undefined && !(pending.variadic && current.startsWith('-'))) return { kind: 'value', option: pending }
  if (current.startsWith('-')) return { kind: 'options' }
  if (command.commands.length > 0) return { kind: 'commands' }
  const all = command.registeredArguments
  const last = all.at(-1)
  return { kind: 'argument', argument: all[operands] ?? (last?.variadic ? last : undefined) }
}

function findCommand(command: Command, word: string): Command | undefined {
  return command.commands.find((each) => each.name() === word || each.aliases().includes(word))
}

function optionAwaiting(command: Command, word: string): Option | undefined {
  const option = command.options.find(({ long, short }) => long === word || short === word)
  return option?.required || option?.optional ? option : undefined
}

function awaits({ long, short }: Option, word: string | undefined): boolean {
  return word !== undefined && (word === long || word === short)
}
