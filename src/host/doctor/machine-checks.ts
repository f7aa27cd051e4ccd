// The preflight of `up` as diagnoses: what set-up would still do is a warning, what stops it a failure.

import type { Reach } from '../../base/listening-addresses.ts'
import type { MachineFacts } from '../machine-facts.ts'
import { type PreflightRow, preflight } from '../preflight.ts'
import { type Diagnosis, diagnosis } from './diagnosis.ts'

const advice: Readonly<Record<string, string>> = {
  'disk, data': 'make room there before instances find it full',
  'disk, images': 'make room where Docker keeps its images, or remove images nobody uses',
  memory: 'give instances small sizes, or the machine more memory',
  kernel: 'load the overlay module (modprobe overlay)',
  docker:
    'add "live-restore": true to /etc/docker/daemon.json and reload Docker (kill -HUP $(cat /var/run/docker.pid))',
}

export function machineChecks(facts: MachineFacts, reach: Reach): Diagnosis[] {
  return preflight(facts, { ...reach, isRegistryReachable: undefined }).map(translated)
}

function translated(row: PreflightRow): Diagnosis {
  switch (row.status) {
    case 'ok':
      return diagnosis.ok(row.name, row.detail)
    case 'do':
      return diagnosis.warn(row.name, `missing: ${row.detail}`, 'run "carrel up", which does it')
    case 'note':
      return diagnosis.warn(row.name, row.detail, advice[row.name] ?? 'see docs/guides/troubleshooting.md')
    case 'block':
      return diagnosis.fail(row.name, row.detail, row.nextStep ?? 'see docs/guides/troubleshooting.md')
  }
}
