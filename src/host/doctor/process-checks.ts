// Whether the two processes run, answer, run the code that is here, and may open enough files.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../../config.ts'
import { isHealthy } from '../api-client.ts'
import { codeFingerprint, startedFingerprint } from '../code-fingerprint.ts'
import { areRunning, type ProcessStates } from '../process-control.ts'
import { type Diagnosis, diagnosis } from './diagnosis.ts'

/** Each open notebook takes a handful of descriptors in the gateway. */
const fewFiles = 8192

export async function processChecks(config: Config, states: ProcessStates): Promise<Diagnosis[]> {
  const isAnswering = await isHealthy(config.localEndpoint, join(config.paths.tls, 'ca.pem'))
  const checks = [runningCheck(states), answeringCheck(config.localEndpoint, isAnswering)]
  if (states.server === undefined) return checks
  return [...checks, await codeCheck(config), ...(await limitChecks(states))]
}

export function runningCheck(states: ProcessStates): Diagnosis {
  const keeper = states.by === 'systemd' ? 'systemd' : `process ${states.supervise}`
  if (areRunning(states)) {
    return diagnosis.ok('processes', `server ${states.server}, gateway ${states.gateway}, kept by ${keeper}`)
  }
  const missing = (['server', 'gateway'] as const).filter((name) => states[name] === undefined)
  if (missing.length === 0) {
    return diagnosis.warn('processes', 'nobody would start them again when they end', 'run "carrel up"')
  }
  const mend = missing.length === 2 ? 'run "carrel up"' : 'see "carrel logs", then run "carrel up"'
  return diagnosis.fail('processes', `not running: ${missing.join(' and ')}`, mend)
}

function answeringCheck(endpoint: string, isAnswering: boolean): Diagnosis {
  if (isAnswering) return diagnosis.ok('API', `${endpoint} answers`)
  return diagnosis.fail('API', `${endpoint} does not answer`, 'see "carrel logs"; start it with "carrel up"')
}

async function codeCheck({ paths }: Config): Promise<Diagnosis> {
  const [started, present] = await Promise.all([startedFingerprint(paths), codeFingerprint(paths)])
  if (started === present) return diagnosis.ok('running version', 'the code that is here')
  return diagnosis.warn(
    'running version',
    'started from other code, configuration or Node than is here now',
    'run "carrel up", which starts it anew; instances go on',
  )
}

async function limitChecks(states: ProcessStates): Promise<Diagnosis[]> {
  const found = await Promise.all(
    (['server', 'gateway'] as const).map(async (name) => {
      const text = await readFile(`/proc/${states[name]}/limits`, 'utf8').catch(() => '')
      return { name, limit: openFilesLimit(text) }
    }),
  )
  const low = found.filter(({ limit }) => limit !== undefined && limit < fewFiles)
  if (low.length > 0) {
    const detail = low.map(({ name, limit }) => `${name} may open ${limit}`).join(', ')
    return [diagnosis.warn('open files', detail, `raise the limit (ulimit -n ${fewFiles * 8}), then "carrel up"`)]
  }
  const least = Math.min(...found.map(({ limit }) => limit ?? Number.POSITIVE_INFINITY))
  return Number.isFinite(least) ? [diagnosis.ok('open files', `${least} each`)] : []
}

/** The soft limit in `/proc/<pid>/limits`; undefined: not to be read, or none. */
export function openFilesLimit(text: string): number | undefined {
  const limit = /^Max open files\s+(\d+)/m.exec(text)?.[1]
  return limit === undefined ? undefined : Number(limit)
}
