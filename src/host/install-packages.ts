// What apt brings, after it was said. Fails with what apt said last.

import { setTimeout as sleep } from 'node:timers/promises'
import { runWithLines } from '../image/run-with-lines.ts'
import { messageOf, StepFailure } from './step-failure.ts'

const patienceMs = 120_000
const lookAgainMs = 1_000

export async function installPackages(packages: readonly string[], onLine: (line: string) => void): Promise<void> {
  const environment = { DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' }
  const apt = (args: readonly string[]) =>
    runWithLines('apt-get', ['-q', '-o', `DPkg::Lock::Timeout=${patienceMs / 1000}`, ...args], { onLine, environment })
  const install = () => apt(['install', '-y', '--no-install-recommends', ...packages])
  try {
    await whenUnlocked(() => apt(['update'])).catch((error: unknown) => onLine(`apt-get update: ${messageOf(error)}`))
    await install()
  } catch (cause) {
    const nextStep = `see why "apt-get install ${packages.join(' ')}" does not work, then run the same command again`
    throw new StepFailure(messageOf(cause), nextStep, cause)
  }
}

/** What a machine does by itself soon after it has started holds the lists, and apt waits for the packages alone. */
async function whenUnlocked(update: () => Promise<void>): Promise<void> {
  for (const until = performance.now() + patienceMs; ; await sleep(lookAgainMs)) {
    try {
      return await update()
    } catch (error) {
      if (!messageOf(error).includes('Could not get lock') || performance.now() > until) throw error
    }
  }
}
