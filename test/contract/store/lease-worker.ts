// One of several processes that work off the same database: leases until nothing is due, prints the keys it was given.

import type { DatabaseLocation } from '../../../src/store/open-database.ts'
import { openDatabase } from '../../../src/store/open-database.ts'
import { createSqlStore } from '../../../src/store/sql-store.ts'

const [location, now] = [JSON.parse(process.argv[2] ?? '{}') as DatabaseLocation, Number(process.argv[3])]
const store = createSqlStore(await openDatabase(location))
const keys: string[] = []
for (;;) {
  const leases = await store.leaseDue(now, 7, 60_000)
  if (leases.length === 0) break
  keys.push(...leases.map(({ record }) => record.key))
}
await store.close()
console.log(JSON.stringify(keys))
