// Completion on the running product, in the shells themselves: bash and zsh at a terminal with the Tab key, fish by its
// own command. Shells that are not here are installed where that is possible.

import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { installPackages } from '../../src/host/install-packages.ts'
import { type CliUser, openCliUser } from '../support/cli-user.ts'
import { carrel, type Product, startProduct } from '../support/product.ts'
import { openShell } from '../support/shell-at-terminal.ts'

const run = promisify(execFile)
const clone = dirname(carrel)
const has = await installed(['zsh', 'fish'])

let product: Product
let user: CliUser

beforeAll(async () => {
  product = await startProduct()
  user = await openCliUser({ CARREL_DATA: product.data, PATH: `${clone}:${process.env['PATH']}` })
  expect(await user.carrel('compute', 'create', 'desk', '--no-ssh')).toMatchObject({ code: 0 })
})
afterAll(async () => {
  await user?.[Symbol.asyncDispose]()
  await product?.[Symbol.asyncDispose]()
})

describe('bash', () => {
  test('completes commands, options, instances and sizes at the Tab key', async () => {
    const rc = join(user.home, 'rc')
    await writeFile(rc, 'PS1="> "\nsource <(carrel completion bash)\necho "ready now"\n')
    const args = ['--noprofile', '--rcfile', rc, '-i']
    using shell = openShell({ command: 'bash', args, cwd: user.home, env: { ...user.env, TERM: 'dumb' } })
    await shell.untilShown(/ready now/)
    for (const [typed, completed] of cases) {
      shell.type(`${typed}\t`)
      await shell.untilShown(literally(completed))
      shell.type('\u0015')
    }
  })

  test('completes what follows a character that bash takes for the end of a word', async () => {
    const { endpoint, caFile, principal } = product.facts
    const program = ['--service-principal', '-u', principal.clientId, '-p', principal.clientSecret]
    const profile = ['--profile', 'ana@desk.here']
    const login = ['login', '--endpoint', endpoint, '--ca-file', caFile, ...program, ...profile]
    expect(await user.carrel(...login)).toMatchObject({ code: 0 })
    const asked = 'carrel account set ana@d'
    const script = `source <(carrel completion bash); COMP_LINE='${asked}'; COMP_POINT=${asked.length}; _carrel carrel; echo "\${COMPREPLY[@]}"`
    expect((await run('bash', ['--norc', '-c', script], { env: user.env })).stdout).toBe('desk.here\n')
  })

  test('quotes a name, so that it stays one word and becomes no command', async () => {
    const asked = 'carrel sp create ci --role User'
    const script = `source <(carrel completion bash); COMP_LINE='${asked}'; COMP_POINT=${asked.length}; _carrel carrel; echo "\${COMPREPLY[@]}"`
    const { stdout } = await run('bash', ['--norc', '-c', script], { env: user.env })
    expect(stdout).toBe('User\\ Access\\ Administrator\n')
  })

  test('leaves files to bash, and says nothing where it cannot know', async () => {
    const complete = async (...words: string[]) => (await user.carrel('__complete', '--', ...words)).stdout
    expect(await complete('login', '--ca-file', '')).toBe(':files\n')
    expect(await complete('compute', 'ssh', 'desk', '--', '')).toBe('')
    await using stranger = await openCliUser()
    expect(await stranger.carrel('__complete', '--', 'compute', 'show', '')).toEqual({
      code: 0,
      stdout: '',
      stderr: '',
    })
  })
})

test.skipIf(!has.zsh)('zsh completes the same at the Tab key', async () => {
  const rc = 'PS1="> "\nautoload -Uz compinit && compinit -u\nsource <(carrel completion zsh)\necho "ready now"\n'
  await writeFile(join(user.home, '.zshrc'), rc)
  using shell = openShell({ command: 'zsh', args: ['-i'], cwd: user.home, env: { ...user.env, TERM: 'dumb' } })
  await shell.untilShown(/ready now/)
  for (const [typed, completed] of cases) {
    shell.type(`${typed}\t`)
    await shell.untilShown(literally(completed))
    shell.type('\u0015')
  }
})

test.skipIf(!has.zsh)('zsh takes the script where nothing has begun completion', async () => {
  const script = 'source <(carrel completion zsh) && print $_comps[carrel]'
  expect(await run('zsh', ['-fc', script], { env: user.env })).toMatchObject({ stdout: '_carrel\n', stderr: '' })
})

test.skipIf(!has.fish)('fish completes the same, with what each is', async () => {
  const ask = async (line: string) => {
    const script = `carrel completion fish | source; complete -C '${line}'`
    return (await run('fish', ['--no-config', '-c', script], { env: user.env })).stdout.trim().split('\n')
  }
  expect(await ask('carrel comput')).toEqual([expect.stringMatching(/^compute\tCompute instances/)])
  expect(await ask('carrel compute show d')).toEqual(['desk'])
  expect(await ask('carrel compute list -o j')).toEqual(['json'])
})

/** What is typed, and what then stands on the line. */
const cases = [
  ['carrel comput', 'compute '],
  ['carrel compute rest', 'restart '],
  ['carrel compute show d', 'desk '],
  ['carrel compute create x --si', '--size '],
  ['carrel compute create x --size STANDARD_D16', 'STANDARD_D16S_V3 '],
  ['carrel compute list -o j', 'json '],
] as const

function literally(text: string): RegExp {
  return new RegExp(text.replaceAll(/[^\w ]/g, '\\$&'))
}

/** Says what is skipped and why. */
async function installed<T extends string>(names: readonly T[]): Promise<Record<T, boolean>> {
  const missing = () => names.filter((name) => !['/usr/bin', '/bin'].some((folder) => existsSync(join(folder, name))))
  if (missing().length > 0 && process.getuid?.() === 0) {
    await installPackages(missing(), () => undefined).catch(() => undefined)
  }
  for (const name of missing()) console.log(`skipped: ${name} is not here and could not be installed with apt`)
  return Object.fromEntries(names.map((name) => [name, !missing().includes(name)])) as Record<T, boolean>
}
