import { expect, test } from 'vitest'
import { FairTurns } from './fair-turns.ts'

/** Work that ends when the test says so, written down as it begins. */
function workshop(turns: FairTurns) {
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  /** Whether it was taken. */
  const ask = (name: string, what: string) => {
    const taken = turns.take(name, () => {
      begun.push(what)
      return new Promise<string>((resolve) => ends.set(what, () => resolve(what)))
    })
    return taken !== undefined
  }
  const end = async (what: string) => {
    ends.get(what)?.()
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { begun, ask, end }
}

test('much of one name waits behind itself, and others do not wait for it', async () => {
  const { begun, ask, end } = workshop(new FairTurns({ most: 3, mostOfOne: 2, mostWaiting: 10 }))
  for (const what of ['a1', 'a2', 'a3', 'a4']) ask('a', what)
  ask('b', 'b1')
  await end('')
  expect(begun).toEqual(['a1', 'a2', 'b1'])
  ask('c', 'c1')
  await end('a1')
  expect(begun).toEqual(['a1', 'a2', 'b1', 'c1'])
  await end('a2')
  expect(begun.at(-1)).toBe('a3')
})

test('what is too much of one name is not begun, and is taken again when some of it is done', async () => {
  const { begun, ask, end } = workshop(new FairTurns({ most: 3, mostOfOne: 1, mostWaiting: 1 }))
  ask('a', 'a1')
  await end('')
  expect(ask('a', 'a2')).toBe(true)
  expect(ask('a', 'a3')).toBe(false)
  expect(ask('b', 'b1')).toBe(true)
  await end('a1')
  expect(ask('a', 'a4')).toBe(true)
  expect(begun).toEqual(['a1', 'b1', 'a2'])
})

test('what fails ends its turn, and answers its fault', async () => {
  const turns = new FairTurns({ most: 1, mostOfOne: 1, mostWaiting: 4 })
  const failed = turns.take('a', () => Promise.reject(new Error('no')))
  const next = turns.take('a', async () => 'yes')
  await expect(failed).rejects.toThrow('no')
  expect(await next).toBe('yes')
})
