import { expect, test } from 'vitest'
import { Turns } from './turns.ts'

test('work of one name goes one after the other, also after one that failed', async () => {
  const turns = new Turns()
  const log: string[] = []
  const work = (name: string, fails: boolean) => async () => {
    log.push(`${name} begins`)
    await Promise.resolve()
    log.push(`${name} ends`)
    if (fails) throw new Error(name)
    return name
  }
  const first = turns.take('pool', work('first', true))
  const second = turns.take('pool', work('second', false))
  await expect(first).rejects.toThrow('first')
  expect(await second).toBe('second')
  expect(log).toEqual(['first begins', 'first ends', 'second begins', 'second ends'])
})

test('work of another name does not wait', async () => {
  const turns = new Turns()
  let release = () => {}
  const held = turns.take('a', () => new Promise<void>((resolve) => (release = resolve)))
  expect(await turns.take('b', async () => 'done')).toBe('done')
  release()
  await held
})
