// What the tests need of the machine beside Node, and which stage needs it. A stage whose tools are missing still runs:
// its tests say themselves what they cannot do without.

import { findCommand } from '../../src/host/run-command.ts'
import { postgresBinaries } from '../support/postgres.ts'

interface Prerequisite {
  /** Debian's name. */
  readonly packageName: string
  readonly stages: readonly string[]
  isThere(): Promise<boolean>
}

const prerequisites: readonly Prerequisite[] = [
  { packageName: 'postgresql', stages: ['contract', 'api'], isThere: async () => postgresBinaries() !== undefined },
  { packageName: 'docker.io', stages: ['contract', 'product'], isThere: isInstalled('dockerd') },
  { packageName: 'iptables', stages: ['contract', 'product'], isThere: isInstalled('iptables') },
  { packageName: 'mmdebstrap', stages: ['contract', 'product'], isThere: isInstalled('mmdebstrap') },
  { packageName: 'openssh-client', stages: ['product'], isThere: isInstalled('ssh') },
  { packageName: 'iproute2', stages: ['product'], isThere: isInstalled('ip') },
  { packageName: 'sudo', stages: ['product'], isThere: isInstalled('sudo') },
  { packageName: 'chromium', stages: ['product'], isThere: isInstalled('chromium') },
  { packageName: 'docker-registry', stages: ['product'], isThere: isInstalled('docker-registry') },
  { packageName: 'btrfs-progs', stages: ['product'], isThere: isInstalled('mkfs.btrfs') },
  { packageName: 'zsh', stages: ['product'], isThere: isInstalled('zsh') },
  { packageName: 'fish', stages: ['product'], isThere: isInstalled('fish') },
  { packageName: 'libnss3-tools', stages: ['product'], isThere: isInstalled('certutil') },
]

/** Debian packages that are not installed and that one of the stages needs. */
export async function missingPackages(stageNames: readonly string[]): Promise<string[]> {
  const needed = prerequisites.filter(({ stages }) => stages.some((stage) => stageNames.includes(stage)))
  const found = await Promise.all(needed.map((each) => each.isThere()))
  return needed.filter((_, index) => !found[index]).map(({ packageName }) => packageName)
}

export function needsDocker(stageNames: readonly string[]): boolean {
  return stageNames.some((stage) => stage === 'contract' || stage === 'product')
}

function isInstalled(command: string): () => Promise<boolean> {
  return async () => (await findCommand(command)) !== undefined
}
