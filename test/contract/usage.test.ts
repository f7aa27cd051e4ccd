import { afterAll, describe, test } from 'vitest'
import { type PrivatePostgres, postgresBinaries, startPostgres } from '../support/postgres.ts'
import { usageContract } from './usage.contract.ts'

usageContract('SQLite', async () => ({ file: ':memory:' }))

if (postgresBinaries() === undefined) {
  describe('the tables of use on PostgreSQL', () => {
    test('keeps the contract', ({ skip }) => skip('PostgreSQL is not installed'))
  })
} else {
  let postgres: PrivatePostgres | undefined
  usageContract('PostgreSQL', async () => {
    postgres = await startPostgres()
    return { url: await postgres.createDatabase() }
  })
  afterAll(() => postgres?.[Symbol.asyncDispose]())
}
