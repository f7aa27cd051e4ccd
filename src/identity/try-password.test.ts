import { expect, test } from 'vitest'
import { openDatabase } from '../store/open-database.ts'
import { identityLimits } from './identity-limits.ts'
import { tryPassword } from './try-password.ts'

test('of addresses in one /64 each try counts against all of them, and against nobody else', async () => {
  const { db, close } = await openDatabase({ file: ':memory:' })
  const limits = identityLimits({ now: () => 0 })
  const wrong = (host: string) => tryPassword({ db, limits }, { userName: `u${host}`, password: 'x', address: host })
  const hosts = Array.from({ length: 30 }, (_, index) => `2001:db8:0:1::${(index + 1).toString(16)}`)
  const outcomes = await Promise.all(hosts.map(wrong))
  expect(outcomes.map(({ kind }) => kind)).not.toContain('right')
  expect(await wrong('2001:db8:0:1:ffff::1')).toEqual({ kind: 'wait', waitMs: 2000 })
  expect(await wrong('2001:db8:0:2::1')).toEqual({ kind: 'wrong' })
  await close()
})
