import { afterAll, describe, test } from 'vitest'
import { type PrivatePostgres, postgresBinaries, startPostgres } from '../support/postgres.ts'
import { identityContract } from './identity.contract.ts'

identityContract('SQLite', async () => ({ file: ':memory:' }))

if (postgresBinaries() === undefined) {
  describe('the identity tables on PostgreSQL', () => {
    test('keep the contract', ({ skip }) => skip('PostgreSQL is not installed'))
  })
} else {
  let postgres: PrivatePostgres | undefined
  identityContract('PostgreSQL', async () => {
    postgres = await startPostgres()
    return { url: await postgres.createDatabase() }
  })
  afterAll(() => postgres?.[Symbol.asyncDispose]())
}
