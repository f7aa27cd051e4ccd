// A shell, or another program, as a person has it: on a terminal, reading keys.

import { spawn } from '@lydell/node-pty'

export interface ShellAtTerminal extends Disposable {
  type(keys: string): void
  /** The exit code. */
  readonly ended: Promise<number>
  /** The match in what was shown since the last call. */
  untilShown(pattern: RegExp): Promise<RegExpExecArray>
}

export interface ShellOptions {
  readonly command: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
}

export function openShell({ command, args, cwd, env }: ShellOptions): ShellAtTerminal {
  const pty = spawn(command, [...args], { cols: 200, rows: 50, cwd, env: { TERM: 'dumb', ...env } })
  let shown = ''
  let watcher = () => undefined as unknown
  const ended = new Promise<number>((resolve) => pty.onExit(({ exitCode }) => resolve(exitCode)))
  pty.onData((chunk) => {
    shown += chunk
    watcher()
  })
  return {
    ended,
    type: (keys) => pty.write(keys),
    untilShown: (pattern) =>
      new Promise((resolve) => {
        watcher = () => {
          const match = pattern.exec(shown)
          if (!match) return
          shown = shown.slice(match.index + match[0].length)
          watcher = () => undefined
          resolve(match)
        }
        watcher()
      }),
    [Symbol.dispose]: () => pty.kill('SIGKILL'),
  }
}
