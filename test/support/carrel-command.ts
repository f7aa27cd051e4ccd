// `./carrel` as a shell runs it: what it said on each stream and how it ended.

import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { carrel } from './product.ts'

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export function runCarrel(...args: string[]): Promise<Ended> {
  return runCommand(carrel, args)
}

/** Nobody is there to be asked: standard input is empty. */
export async function runCommand(command: string, args: readonly string[]): Promise<Ended> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const [stdout, stderr, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', resolve)
    }),
  ])
  return { code, stdout, stderr }
}
