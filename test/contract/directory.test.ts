import { afterAll, describe, test } from 'vitest'
import { type PrivatePostgres, postgresBinaries, startPostgres } from '../support/postgres.ts'
import { directoryContract } from './directory.contract.ts'

directoryContract('SQLite', async () => ({ file: ':memory:' }))

if (postgresBinaries() === undefined) {
  describe('the tables of the directory on PostgreSQL', () => {
    test('keep the contract', ({ skip }) => skip('PostgreSQL is not installed'))
  })
} else {
  let postgres: PrivatePostgres | undefined
  directoryContract('PostgreSQL', async () => {
    postgres = await startPostgres()
    return { url: await postgres.createDatabase() }
  })
  afterAll(() => postgres?.[Symbol.asyncDispose]())
}
