import { describe, expect, test } from 'vitest'
import { Transfers, type TransferTools } from './transfers.ts'

const upload = (name: string) => ({ kind: 'upload', name, total: 10 }) as const

/** A work that ends when it is told to. */
function controlled() {
  const begun: TransferTools[] = []
  const ends: PromiseWithResolvers<void>[] = []
  const work = (tools: TransferTools) => {
    const end = Promise.withResolvers<void>()
    begun.push(tools)
    ends.push(end)
    return end.promise
  }
  return { begun, ends, work }
}

const states = (transfers: Transfers) => transfers.all().map(({ state }) => state)
const settled = () => new Promise<void>((resolve) => setTimeout(resolve))

describe('transfers', () => {
  test('run three at a time, and the next begins when one has ended', async () => {
    const [transfers, { ends, work }] = [new Transfers(), controlled()]
    for (const name of ['a', 'b', 'c', 'd']) transfers.add(upload(name), work)
    expect(states(transfers)).toEqual(['running', 'running', 'running', 'waiting'])
    ends[1]?.resolve()
    await settled()
    expect(states(transfers)).toEqual(['running', 'done', 'running', 'running'])
  })

  test('one that failed keeps what it came to, and goes on when asked, in place of what is there only if that was said', async () => {
    const [transfers, { begun, ends, work }] = [new Transfers(), controlled()]
    transfers.add(upload('a'), work)
    begun[0]?.tell({ done: 4 })
    ends[0]?.reject(new Error('gone'))
    await settled()
    expect(transfers.all()).toMatchObject([{ state: 'failed', done: 4, error: { message: 'gone' } }])
    transfers.again(1, { overwrite: true })
    expect(begun.map(({ overwrite }) => overwrite)).toEqual([false, true])
    expect(transfers.all()).toMatchObject([{ state: 'running', error: undefined }])
  })

  test('one that is canceled hears of it, makes room, and says no more', async () => {
    const [transfers, { begun, ends, work }] = [new Transfers(), controlled()]
    for (const name of ['a', 'b', 'c', 'd']) transfers.add(upload(name), work)
    transfers.cancel(1)
    expect(begun[0]?.signal.aborted).toBe(true)
    begun[0]?.tell({ done: 9 })
    ends[0]?.reject(new Error('aborted'))
    await settled()
    expect(states(transfers)).toEqual(['canceled', 'running', 'running', 'running'])
    expect(transfers.all()[0]?.done).toBe(0)
  })

  test('what has ended is shown until it is cleared away, what has not stays', async () => {
    const [transfers, { ends, work }] = [new Transfers(), controlled()]
    for (const name of ['a', 'b']) transfers.add(upload(name), work)
    ends[0]?.resolve()
    await settled()
    transfers.clear()
    expect(transfers.all().map(({ name }) => name)).toEqual(['b'])
  })
})
