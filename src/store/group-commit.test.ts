import { expect, test } from 'vitest'
import { writeInGroup } from './group-commit.ts'
import { openDatabase } from './open-database.ts'

test('many writes at once are each whole or nothing, in the order they came', async () => {
  const database = await openDatabase({ file: ':memory:' })
  const names = Array.from({ length: 60 }, (_, index) => `n${index}`)
  const results = await Promise.allSettled(
    names.map((name, index) =>
      writeInGroup(database, async ({ db }) => {
        await db
          .insertInto('settings')
          .values({ name, value: String(index) })
          .execute()
        if (index % 7 === 3) throw new Error(`refused ${name}`)
        return name
      }),
    ),
  )
  const refused = names.filter((_, index) => index % 7 === 3)
  expect(results.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))).toEqual(
    names.filter((name) => !refused.includes(name)),
  )
  expect(results.flatMap((each) => (each.status === 'rejected' ? [each.reason.message] : []))).toEqual(
    refused.map((name) => `refused ${name}`),
  )
  const written = await database.db.selectFrom('settings').select('name').where('name', 'like', 'n%').execute()
  expect(written.map(({ name }) => name).sort()).toEqual(names.filter((name) => !refused.includes(name)).sort())
  await database.close()
})

test('a database that cannot be written to any more fails all who wait', async () => {
  const database = await openDatabase({ file: ':memory:' })
  await database.close()
  const results = await Promise.allSettled([1, 2, 3].map(() => writeInGroup(database, async () => 'written')))
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
})
