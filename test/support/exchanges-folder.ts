// Where the client tests leave what went over the wire, for the fidelity check that runs after them. One folder for each
// checkout, outside of it.

import { createHash } from 'node:crypto'
import { globSync, mkdirSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, join } from 'node:path'

const checkout = createHash('sha256')
  .update(join(import.meta.dirname, '..', '..'))
  .digest('hex')
  .slice(0, 16)
export const exchangesFolder = join(
  process.env['CARREL_CACHE'] ?? join(homedir(), '.cache', 'carrel'),
  'exchanges',
  checkout,
)

let products = 0

/** The file for the next product of the running client test; undefined in any other test. What is left of an earlier run goes. */
export async function nextExchangesFile(): Promise<string | undefined> {
  // Scripts that make pictures start a product too, and the runner cannot be imported outside of a run.
  if (process.env['VITEST'] === undefined) return undefined
  const { expect } = await import('vitest')
  const test = expect.getState().testPath ?? ''
  if (!test.includes('/test/clients/')) return undefined
  mkdirSync(exchangesFolder, { recursive: true })
  const name = basename(test, '.test.ts')
  if (products === 0)
    for (const file of globSync(`${name}.*.jsonl`, { cwd: exchangesFolder })) rmSync(join(exchangesFolder, file))
  products += 1
  return join(exchangesFolder, `${name}.${products}.jsonl`)
}
