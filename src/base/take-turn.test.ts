import { expect, test } from 'vitest'
import { takeTurn } from './take-turn.ts'

test('whoever comes second says that it waits, and goes on when the first has ended', async () => {
  const said: string[] = []
  const folder = `/nowhere/${process.pid}`
  const first = await takeTurn(folder, (line) => said.push(line))
  expect(said).toEqual([])
  const order: string[] = []
  const waits = Promise.withResolvers<void>()
  const second = takeTurn(folder, () => waits.resolve()).then((turn) => {
    order.push('second')
    return turn
  })
  await waits.promise
  order.push('first ends')
  first.end()
  first.end()
  await using _turn = await second
  expect(order).toEqual(['first ends', 'second'])
})

test('another installation has its own turn', async () => {
  await using _one = await takeTurn(`/nowhere/${process.pid}/one`, fail)
  await using _two = await takeTurn(`/nowhere/${process.pid}/two`, fail)
})

function fail(line: string): void {
  throw new Error(line)
}
