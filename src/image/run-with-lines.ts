// Runs a long command and hands on each line it says, so that a person sees it move; its last lines become the error.

import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

export interface RunOptions {
  readonly onLine: (line: string) => void
  readonly environment?: Readonly<Record<string, string>>
}

/** Throws with the last lines when the command cannot be run or ends with anything but 0. */
export async function runWithLines(command: string, args: readonly string[], options: RunOptions): Promise<void> {
  const environment = { ...process.env, ...options.environment }
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env: environment })
  const tail: string[] = []
  for (const input of [child.stdout, child.stderr]) {
    createInterface({ input }).on('line', (line) => {
      tail.push(line)
      if (tail.length > 15) tail.shift()
      options.onLine(line)
    })
  }
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error([...tail, `${command} ended with ${code}`].join('\n'))),
    )
  })
}
