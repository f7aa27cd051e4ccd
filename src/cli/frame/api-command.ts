// How a command that talks to the API is declared: in one object, which gives its options, help, completion and the way
// it ends. See docs/guides/writing-a-command.md.

import { type Command, Option } from 'commander'
import { CliFailure } from './cli-failure.ts'
import { exitCodeHelp, exitCodes } from './exit-codes.ts'
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
    refuseEmpty(command)
    const [{ createInvocation }, { processTerminal }] = await Promise.all([
      import('./invocation.ts'),
      import('./terminal.ts'),
    ])
    await declaration.run(createInvocation(command, processTerminal()))
  })
}

/** What a variable of the shell that nobody has set leaves of a name: the path of a list, or of all files. */
function refuseEmpty(command: Command): void {
  const given = [
    ...command.registeredArguments.map((argument, index) => ({
      name: argument.name(),
      isRequired: argument.required,
      values: [command.processedArgs[index] as unknown].flat(),
    })),
    ...command.options.map((option) => ({
      name: option.long ?? option.flags,
      isRequired: option.mandatory,
      values: [command.opts()[option.attributeName()] as unknown],
    })),
  ]
  const empty = given.find(({ isRequired, values }) => isRequired && values.includes(''))
  if (empty === undefined) return
  throw new CliFailure(`${empty.name} is empty.`, 'see whether a variable of the shell is unset', exitCodes.badUsage)
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
