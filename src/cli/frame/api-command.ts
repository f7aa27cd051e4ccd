// How a command that talks to the API is declared: in one object, which gives its options, help, completion and the way
// it ends. See docs/guides/writing-a-command.md.

import { type Command, Option } from 'commander'
import { exitCodeHelp } from './exit-codes.ts'
import { addGlobalOptions } from './global-options.ts'
import type { Invocation } from './invocation.ts'

export interface ApiCommand {
  /** `show <name>`, `start <name...>`, as the parser spells it. */
  readonly usage: string
  readonly summary: string
  /** Whole command lines without a comment. At least one. */
  readonly examples: readonly string[]
  readonly options?: readonly ApiOption[]
  /** Names for an argument, by its name in the usage. */
  readonly completes?: Readonly<Record<string, NameSource>>
  /** It signs nobody in: leaves out the options that say where and as whom. */
  readonly isLocal?: boolean
  /** It accepts work that goes on: adds `--no-wait`. */
  readonly isLong?: boolean
  /** It asks first: adds `--yes`. */
  readonly asks?: boolean
  run(invocation: Invocation): Promise<void>
}

export interface ApiOption {
  /** `--size <name>`, `--no-ssh`, `--tags <tag...>`. */
  readonly flags: string
  readonly summary: string
  readonly default?: string
  readonly choices?: readonly string[]
  readonly isRequired?: boolean
  readonly completes?: NameSource
}

/** What may stand in a place, asked of the API when somebody presses Tab. */
export type NameSource = (invocation: Invocation) => Promise<readonly string[]>

const declared = new WeakMap<Command, ApiCommand>()

export function apiCommand(parent: Command, declaration: ApiCommand): void {
  const command = parent.command(declaration.usage).description(declaration.summary)
  declared.set(command, declaration)
  for (const option of declaration.options ?? []) command.addOption(parserOption(option))
  if (declaration.isLong) command.option('--no-wait', 'return when the change is accepted')
  if (declaration.asks) command.option('-y, --yes', 'do not ask')
  addGlobalOptions(command, { isLocal: declaration.isLocal === true })
  const examples = declaration.examples.map((example) => `  ${example}\n`).join('')
  command.addHelpText('after', `\nExamples:\n${examples}\n${exitCodeHelp}`)
  command.action(async () => {
    const [{ createInvocation }, { processTerminal }] = await Promise.all([
      import('./invocation.ts'),
      import('./terminal.ts'),
    ])
    await declaration.run(createInvocation(command, processTerminal()))
  })
}

/** What a command was declared with; undefined: it does not talk to the API. */
export function declarationOf(command: Command): ApiCommand | undefined {
  return declared.get(command)
}

function parserOption({ flags, summary, default: value, choices, isRequired }: ApiOption): Option {
  const option = new Option(flags, summary)
  if (choices !== undefined) option.choices([...choices])
  if (value !== undefined) option.default(value)
  return option.makeOptionMandatory(isRequired === true)
}
