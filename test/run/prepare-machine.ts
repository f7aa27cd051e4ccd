// Installs what the tests lack and sees that Docker runs. Needs root for both, and says so; started as
// `node prepare-machine.ts STAGE…` it does the privileged part alone.

import { spawn } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { pathsIn } from '../../src/config.ts'
import { askDocker } from '../../src/host/docker-daemon.ts'
import { ensureDockerd } from '../../src/host/dockerd.ts'
import { installPackages } from '../../src/host/install-packages.ts'
import { findCommand } from '../../src/host/run-command.ts'
import { missingPackages, needsDocker } from './prerequisites.ts'

/** Does as much as it may; what it could not do is said, and the tests that need it are skipped. */
export async function prepareMachine(stageNames: readonly string[]): Promise<void> {
  const missing = await missingPackages(stageNames)
  const lacksDocker = needsDocker(stageNames) && (await askDocker()).kind === 'absent'
  if (missing.length > 0) say(`Installing with apt: ${missing.join(', ')}`)
  if (lacksDocker) say('Starting Docker')
  if (missing.length === 0 && !lacksDocker) return
  if (process.geteuid?.() === 0) return prepareAsRoot(stageNames)
  await prepareThroughSudo(stageNames)
}

async function prepareAsRoot(stageNames: readonly string[]): Promise<void> {
  const missing = await missingPackages(stageNames)
  if (missing.length > 0) {
    await goingOn('apt', () => installPackages(missing, () => undefined))
  }
  if (needsDocker(stageNames)) {
    await goingOn('Docker', startDocker)
  }
}

/** It stays, as one that the system started would, and the next run finds it. */
async function startDocker(): Promise<void> {
  const cache = process.env['CARREL_CACHE'] ?? join(homedir(), '.cache', 'carrel')
  const paths = pathsIn(join(cache, 'test-docker'))
  await mkdir(paths.logs, { recursive: true, mode: 0o700 })
  await mkdir(paths.run, { recursive: true, mode: 0o700 })
  await ensureDockerd(paths, say)
}

async function prepareThroughSudo(stageNames: readonly string[]): Promise<void> {
  const sudo = await findCommand('sudo')
  if (sudo === undefined) {
    return say('  not done: this needs root, and there is no sudo')
  }
  say('  with sudo, since this needs root')
  const args = [...(process.stdin.isTTY ? [] : ['-n']), process.execPath, import.meta.filename, ...stageNames]
  await new Promise<void>((resolve) => {
    const child = spawn(sudo, args, { stdio: 'inherit' })
    child.once('error', () => resolve())
    child.once('close', () => resolve())
  })
}

async function goingOn(what: string, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    say(`  ${what} did not work: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function say(line: string): void {
  console.log(line)
}

if (import.meta.main) {
  await prepareAsRoot(process.argv.slice(2))
}
