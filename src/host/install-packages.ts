// What apt brings, after it was said. Fails with what apt said last.

import { runWithLines } from '../image/run-with-lines.ts'
import { messageOf, StepFailure } from './step-failure.ts'

export async function installPackages(packages: readonly string[], onLine: (line: string) => void): Promise<void> {
  const environment = { DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' }
  const apt = (args: readonly string[]) =>
    runWithLines('apt-get', ['-q', '-o', 'DPkg::Lock::Timeout=120', ...args], { onLine, environment })
  const install = () => apt(['install', '-y', '--no-install-recommends', ...packages])
  try {
    await apt(['update']).catch((error: unknown) => onLine(`apt-get update: ${messageOf(error)}`))
    await install()
  } catch (cause) {
    const nextStep = `see why "apt-get install ${packages.join(' ')}" does not work, then run the same command again`
    throw new StepFailure(messageOf(cause), nextStep, cause)
  }
}
