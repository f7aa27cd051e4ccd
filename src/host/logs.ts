// `carrel logs`: what server and gateway wrote, from their files, or from the journal where systemd runs them.

import { spawn } from 'node:child_process'
import { dataFolder, readConfig } from '../config.ts'
import { followLogs } from './follow-logs.ts'
import { formatLogLine } from './format-log-line.ts'
import { logFile, tailOf } from './log-files.ts'
import type { LogsOptions } from './options.ts'
import { processStates } from './process-control.ts'
import { unitName } from './systemd-units.ts'

export async function logs(options: LogsOptions): Promise<number> {
  const config = await readConfig(dataFolder(options.data))
  const names = options.process === undefined ? (['server', 'gateway'] as const) : ([options.process] as const)
  if ((await processStates(config)).by === 'systemd') {
    return journal(
      names.map((name) => unitName(config.installation.installationId, name)),
      options,
    )
  }
  const files = new Map(names.map((name) => [name, logFile(config.paths, name)]))
  const print = (name: string, line: string) => process.stdout.write(`${formatLogLine(name, line)}\n`)
  for (const [name, path] of files) for (const line of await tailOf(path, options.lines)) print(name, line)
  if (!options.follow) return 0
  const stopping = new AbortController()
  process.once('SIGINT', () => stopping.abort())
  await followLogs({ files, onLine: print, signal: stopping.signal })
  return 0
}

async function journal(units: readonly string[], options: LogsOptions): Promise<number> {
  const follow = options.follow ? ['--follow'] : []
  const args = [
    ...units.flatMap((unit) => ['--unit', unit]),
    '--lines',
    String(options.lines),
    '--output=cat',
    ...follow,
  ]
  const child = spawn('journalctl', args, { stdio: 'inherit' })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve(code ?? 1))
  })
}
