// What every command promises in its help.

import type { Command } from 'commander'
import { describe, expect, test } from 'vitest'
import { apiCommands } from './api-commands.ts'
import { careCommands } from './commands/care.ts'
import { dataCommands } from './commands/data.ts'
import { hostCommands } from './commands/host.ts'
import { declarationOf } from './frame/api-command.ts'
import { exitCodeHelp } from './frame/exit-codes.ts'
import { createProgram } from './run-program.ts'

const program = createProgram([hostCommands, careCommands, dataCommands, ...apiCommands])
const commands = leaves(program, '')

test('the version is that of the package', () => {
  expect(program.version()).toMatch(/^\d+\.\d+\.\d+/)
  expect(helpOf(program)).toContain('--version')
})

describe.each(commands)('carrel $name', ({ name, command }) => {
  test('has a summary and an example that calls it', () => {
    expect(command.description()).not.toBe('')
    const [, examples = ''] = helpOf(command).split(/\nExamples?:\n/)
    expect(examples).toContain(`carrel ${name}`)
  })

  test('tells its exit codes, and takes the options all have', () => {
    if (declarationOf(command) === undefined) return
    expect(helpOf(command)).toContain(exitCodeHelp)
    expect(command.options.map(({ long }) => long)).toEqual(
      expect.arrayContaining(['--output', '--query', '--verbose', '--debug']),
    )
  })

  test('has no option twice', () => {
    const flags = command.options.flatMap(({ long, short }) => [long, short]).filter(Boolean)
    expect(new Set(flags).size).toBe(flags.length)
  })
})

function leaves(parent: Command, prefix: string): { name: string; command: Command }[] {
  return parent
    .createHelp()
    .visibleCommands(parent)
    .filter((each) => each.name() !== 'help')
    .flatMap((command) => {
      const name = `${prefix}${command.name()}`
      return command.commands.length > 0 ? leaves(command, `${name} `) : [{ name, command }]
    })
}

function helpOf(command: Command): string {
  let text = ''
  command.configureOutput({
    writeOut: (more) => {
      text += more
    },
  })
  command.outputHelp()
  return text
}
