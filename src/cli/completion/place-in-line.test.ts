import { Command } from 'commander'
import { expect, test } from 'vitest'
import { placeInLine } from './place-in-line.ts'

const program = new Command('carrel').option('--loud')
const compute = program.command('compute')
compute.command('create <name>').option('--size <size>').option('--tags <tag...>').option('--no-wait')
compute.command('ssh <name> [command...]')

function at(line: string): string {
  const words = line.split(' ')
  const { command, expected } = placeInLine(program, words.slice(0, -1), words.at(-1) ?? '')
  if (expected.kind === 'value') return `${command.name()} value ${expected.option.long}`
  if (expected.kind === 'argument') return `${command.name()} argument ${expected.argument?.name() ?? 'none'}`
  return `${command.name()} ${expected.kind}`
}

test.each([
  ['', 'carrel commands'],
  ['comp', 'carrel commands'],
  ['compute ', 'compute commands'],
  ['--loud compute cr', 'compute commands'],
  ['compute create ', 'create argument name'],
  ['compute create desk ', 'create argument none'],
  ['compute create desk -', 'create options'],
  ['compute create desk --size ', 'create value --size'],
  ['compute create --size STANDARD ', 'create argument name'],
  ['compute create desk --size -', 'create value --size'],
  ['compute create desk --tags a=b ', 'create value --tags'],
  ['compute create desk --tags a=b --', 'create options'],
  ['compute create --no-wait ', 'create argument name'],
  ['compute ssh desk ls ', 'ssh argument command'],
  ['compute ssh desk -- ', 'ssh nothing'],
  ['compute ssh desk -- ls -', 'ssh nothing'],
])('%j is completed by: %s', (line, expected) => {
  expect(at(line)).toBe(expected)
})

test('an option whose value is being typed is not among the words', () => {
  const { words } = placeInLine(program, ['compute', 'create', 'desk', '--size'], '')
  expect(words).toEqual(['desk'])
})
