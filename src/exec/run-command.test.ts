import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const run = promisify(execFile)
const folder = join(import.meta.dirname, '..')

/** Gets the signal at the very moment at which it starts the program: the command may have been heard of already. */
const signalled = (signal: string, start: string) => `
  import { subscribe } from 'node:diagnostics_channel'
  ${start}
  subscribe('child_process', () => process.kill(process.pid, '${signal}'))
  console.log('ended', await started())`

test.each(['SIGTERM', 'SIGINT'])(
  'a signal that comes while the command is being started goes to the command: %s',
  async (signal) => {
    const start = `
    import { runCommand } from ${JSON.stringify(join(folder, 'exec/run-command.ts'))}
    const started = () => runCommand({ command: 'sleep', args: ['600'], env: process.env })`
    const { stdout } = await inNode(signalled(signal, start))
    expect(stdout).toBe(`ended { signal: '${signal}' }\n`)
  },
)

test('and so does one that comes while carrel starts ssh', async () => {
  const start = `
    import { runProgram } from ${JSON.stringify(join(folder, 'cli/ssh/run-program.ts'))}
    const started = () => runProgram('sleep', ['600'], '')`
  expect((await inNode(signalled('SIGTERM', start))).stdout).toBe('ended 143\n')
})

/** Without a terminal, whatever the tests have. */
function inNode(source: string): Promise<{ stdout: string }> {
  const node = [process.execPath, '--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', source]
  return run('setsid', ['--wait', ...node])
}
