// Every line that a document or a help shows is one the parser takes: its words, options, choices and numbers of arguments.

import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { describe, expect, test } from 'vitest'
import { apiCommands } from './api-commands.ts'
import { careCommands } from './commands/care.ts'
import { dataCommands } from './commands/data.ts'
import { hostCommands } from './commands/host.ts'
import { testCommand } from './commands/test.ts'
import { createProgram } from './run-program.ts'

const root = join(import.meta.dirname, '../..')
const documents = globSync(['README.md', 'docs/guides/*.md'], { cwd: root }).sort()

describe.each(documents)('%s', (path) => {
  const text = readFileSync(join(root, path), 'utf8')

  test('shows lines that the parser takes', () => {
    expect(linesIn(text).map(refusalOf).filter(Boolean)).toEqual([])
  })

  test('names no command or option that there is not', () => {
    const named = [...text.matchAll(/`(carrel [a-z][^`{…]*)`/g)].map(([, line = '']) => line.replaceAll(/\s+/g, ' '))
    expect(named.map(refusalOf).filter((reason) => /unknown|excess/.test(reason ?? ''))).toEqual([])
  })
})

test('documents show more than a hundred lines', () => {
  const lines = documents.flatMap((path) => linesIn(readFileSync(join(root, path), 'utf8')))
  expect(lines.length).toBeGreaterThan(100)
})

test('examples in help are lines that the parser takes', () => {
  const examples = below(newProgram()).flatMap((command) => linesIn(helpOf(command)))
  expect(examples.length).toBeGreaterThan(200)
  expect(examples.map(refusalOf).filter(Boolean)).toEqual([])
})

test.each([
  ['carrel compute list --no-such-option', /unknown option/],
  ['carrel compute create', /missing required argument/],
  ['carrel compute list -o xml', /choices/],
  ['carrel comput list', /unknown command/],
  ['carrel batchai job show --name train', /required option/],
])('%s would be found', (line, reason) => {
  expect(refusalOf(line)).toMatch(reason)
})

/** Command lines of blocks, whole: without what a shell does with them, and what is said of them. */
function linesIn(text: string): string[] {
  return text
    .replaceAll(/\\\n\s*/g, ' ')
    .split('\n')
    .flatMap((line) => line.match(/^(?: {2,}|.*\$\(|.*\| )(?:sudo )?(?:\.\/)?(carrel [a-z].*)$/)?.[1] ?? [])
    .map((line) => line.replace(/(?: {3,}| +# ).*$/, ''))
    .filter((line) => !/[…{]|^carrel \w+ {2}/.test(line))
}

/** What the parser has against it; undefined: nothing. */
function refusalOf(line: string): string | undefined {
  let said = ''
  const program = newProgram()
  for (const command of [program, ...below(program)]) {
    const writeErr = (text: string) => {
      said += text
    }
    command.exitOverride().configureOutput({ writeErr, writeOut: () => undefined })
    if (command.commands.length === 0) command.action(() => undefined)
  }
  try {
    program.parse(wordsOf(line).slice(1), { from: 'user' })
    return undefined
  } catch (error) {
    return `${line}: ${said || String(error)}`
  }
}

/** As a shell takes it apart, up to where another command begins. */
function wordsOf(line: string): string[] {
  const words = line.match(/(?:"[^"]*"|'[^']*'|[^\s"'|&;<>)])+|[|&;<>)]/g) ?? []
  const end = words.findIndex((word) => /^[|&;<>)]$/.test(word))
  return (end < 0 ? words : words.slice(0, end)).map((word) => word.replaceAll(/["']/g, ''))
}

function newProgram(): Command {
  return createProgram([hostCommands, careCommands, dataCommands, ...apiCommands, testCommand])
}

function below(parent: Command): Command[] {
  return parent.commands.flatMap((command) => [command, ...below(command)])
}

function helpOf(command: Command): string {
  let text = ''
  command.configureOutput({
    writeOut: (more) => {
      text += more
    },
  })
  command.outputHelp()
  return text.split(/\nExamples?:\n/)[1] ?? ''
}
