// What the official clients sent and were answered is what Microsoft's descriptions say, but for the lines of
// `accepted.md`. The exchanges are those the client tests recorded when they last ran.

import { existsSync, globSync } from 'node:fs'
import { basename, join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { findDeviations } from './find-deviations.ts'
import { openValidator } from './open-validator.ts'
import { readAccepted } from './read-accepted.ts'
import { readExchanges } from './read-exchanges.ts'

const descriptions = join(import.meta.dirname, '../../../shared/specs/openapi/specification')
const hasDescriptions = existsSync(descriptions)
if (!hasDescriptions) console.log('skipped: the published descriptions are not beside this project')

describe.skipIf(!hasDescriptions)('what was exchanged', () => {
  const exchanges = readExchanges()
  const count = [...exchanges.values()].flat().length
  let found: ReadonlyMap<string, string>

  beforeAll(async () => {
    found = await findDeviations(await openValidator(descriptions), exchanges)
  })

  test('was recorded by the client tests', () => {
    expect(count, 'run the client tests first: ./carrel test --only product').toBeGreaterThan(0)
  })

  test('is as described, but for what is accepted', () => {
    const accepted = new Set(readAccepted().map(({ key }) => key))
    const unexpected = [...found].filter(([key]) => !accepted.has(key))
    console.log(`${count} exchanges; ${found.size} deviations, ${found.size - unexpected.length} of them accepted`)
    expect(unexpected.map(([key, shown]) => `${key}   (${shown})`)).toEqual([])
  })

  test('still shows everything that is accepted', ({ skip }) => {
    const clients = globSync('*.test.ts', { cwd: join(import.meta.dirname, '../clients') })
    const silent = clients.map((file) => basename(file, '.test.ts')).filter((name) => !exchanges.has(name))
    if (silent.length > 0) {
      console.log(`skipped: nothing was recorded by ${silent.join(', ')}`)
      skip()
    }
    const gone = readAccepted().filter(({ key }) => !found.has(key))
    expect(gone.map(({ key }) => key)).toEqual([])
  })

  test('is accepted line by line, once, with a reason and without wildcards', () => {
    const accepted = readAccepted()
    expect(accepted.filter(({ reason }) => !/[a-z]{3}/.test(reason))).toEqual([])
    expect(new Set(accepted.map(({ key }) => key)).size).toBe(accepted.length)
    expect(accepted.filter(({ key }) => key.includes('*'))).toEqual([])
  })
})
