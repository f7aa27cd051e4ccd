import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { FileHandle } from 'node:fs/promises'
import { text } from 'node:stream/consumers'

const patienceMs = 10_000

/** Mounts the folder that is open, whatever its path leads to by now, without what is mounted in it. */
export async function bindHandle(folder: FileHandle, target: string): Promise<void> {
  const args = ['--no-canonicalize', '--bind', '/proc/self/fd/3', target]
  const child = spawn('mount', args, {
    stdio: ['ignore', 'ignore', 'pipe', folder.fd],
    timeout: patienceMs,
    killSignal: 'SIGKILL',
  })
  const [[code], said] = await Promise.all([once(child, 'close'), child.stderr ? text(child.stderr) : ''])
  if (code !== 0) throw new Error(`mount ended with ${code}: ${said.trim()}`)
}
