import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, test } from 'vitest'
import { type PrivatePostgres, postgresBinaries, startPostgres } from '../support/postgres.ts'
import { storeContract } from './store.contract.ts'

let folder: string | undefined
storeContract('SQLite', async () => {
  folder = await mkdtemp(join(tmpdir(), 'carrel-store-'))
  return { file: join(folder, 'carrel.db') }
})
afterAll(() => folder && rm(folder, { recursive: true }))

if (postgresBinaries() === undefined) {
  describe('the store on PostgreSQL', () => {
    test('keeps the contract', ({ skip }) => skip('PostgreSQL is not installed'))
  })
} else {
  let postgres: PrivatePostgres | undefined
  storeContract('PostgreSQL', async () => {
    postgres = await startPostgres()
    return { url: await postgres.createDatabase() }
  })
  afterAll(() => postgres?.[Symbol.asyncDispose]())
}
