import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { splitArguments } from './split-arguments.ts'

describe('CI-74: a line of arguments', () => {
  test.each([
    ['', []],
    ['  one\ttwo\n three ', ['one', 'two', 'three']],
    [`'a b' "c d" e\\ f`, ['a b', 'c d', 'e f']],
    [`--name="a 'b' \\"c\\"" ''`, [`--name=a 'b' "c"`, '']],
    ['$HOME `id` * ; > | #x', ['$HOME', '`id`', '*', ';', '>', '|', '#x']],
  ])('%j is %j', (line, words) => {
    expect(splitArguments(line)).toEqual(words)
  })

  test.each([`it's`, `"open`, 'end\\', `"a\\"`])('%j has no end', (line) => {
    expect(splitArguments(line)).toBeUndefined()
  })

  test('parts as bash does, whatever quotes and blanks it has', () => {
    const pieces = fc.constantFrom(' ', "'", '"', '\\', 'a', 'b', 'é', '=', '-', '\\"', "''", '""', '\\ ')
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const line = parts.join('')
        // Bash takes a backslash with nothing behind it for itself; here it is a mistake.
        fc.pre(!line.endsWith('\\'))
        expect(splitArguments(line)).toEqual(bashWords(line))
      }),
      { numRuns: 150 },
    )
  })
})

/** Undefined: bash finds no end of a quote. */
function bashWords(line: string): string[] | undefined {
  const script = `eval "set -- $1" || exit 1; [ $# -eq 0 ] || printf '%s\\0' "$@"`
  // It takes our pipe for a connection from afar, where it would read the person's own settings each time.
  const { status, stdout } = spawnSync('bash', ['--norc', '-c', script, 'bash', line], { encoding: 'utf8' })
  return status === 0 ? stdout.split('\0').slice(0, -1) : undefined
}
