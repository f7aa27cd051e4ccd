import { afterAll, describe, test } from 'vitest'
import { type PrivatePostgres, postgresBinaries, startPostgres } from '../support/postgres.ts'
import { auditContract } from './audit.contract.ts'

auditContract('SQLite', async () => ({ file: ':memory:' }))

if (postgresBinaries() === undefined) {
  describe('the audit table on PostgreSQL', () => {
    test('keeps the contract', ({ skip }) => skip('PostgreSQL is not installed'))
  })
} else {
  let postgres: PrivatePostgres | undefined
  auditContract('PostgreSQL', async () => {
    postgres = await startPostgres()
    return { url: await postgres.createDatabase() }
  })
  afterAll(() => postgres?.[Symbol.asyncDispose]())
}
