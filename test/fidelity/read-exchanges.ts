import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ArmExchange } from '../../src/http/arm-exchange.ts'
import { exchangesFolder } from '../support/exchanges-folder.ts'

/** By client test: what each recorded in the last run, in order. */
export function readExchanges(): Map<string, ArmExchange[]> {
  const found = new Map<string, ArmExchange[]>()
  for (const file of globSync('*.jsonl', { cwd: exchangesFolder }).toSorted()) {
    const lines = readFileSync(join(exchangesFolder, file), 'utf8').split('\n').filter(Boolean)
    const name = file.split('.')[0] ?? ''
    found.set(name, [...(found.get(name) ?? []), ...lines.map((line): ArmExchange => JSON.parse(line))])
  }
  return found
}
