// PostgreSQL by a pool. 64-bit integers and their sums arrive as numbers: all of ours are times in milliseconds,
// counters and cores, far below 2^53.

import { Kysely, PostgresDialect } from 'kysely'
import { Pool, types } from 'pg'
import type { Tables } from './tables.ts'

const poolSize = 10

export function openPostgres(url: string, readonly: boolean): Kysely<Tables> {
  const pool = new Pool({
    connectionString: url,
    max: poolSize,
    application_name: 'carrel',
    types: { getTypeParser: parserOf },
    ...(readonly ? { options: '-c default_transaction_read_only=on' } : {}),
  })
  // A connection that breaks while idle is replaced by the pool; without a listener the event would end the process.
  pool.on('error', () => {})
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
}

function parserOf(oid: number, format?: 'text' | 'binary'): unknown {
  if (oid === types.builtins.INT8 || oid === types.builtins.NUMERIC) {
    return Number
  }
  return format === 'binary' ? types.getTypeParser(oid, 'binary') : types.getTypeParser(oid, 'text')
}
