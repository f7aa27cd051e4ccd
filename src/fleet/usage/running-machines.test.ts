import { expect, test } from 'vitest'
import type { RunningSpan } from '../../store/running-spans.ts'
import { RunningMachines, type SeenMachine } from './running-machines.ts'

const noon = Date.UTC(2026, 0, 1, 12)
const second = 1000

function machine(bootId: string): SeenMachine {
  return { fleetKey: '/c', fleetId: '/C', nodeKey: '/c/nodes/0', bootId }
}

function ledger() {
  const written: (readonly [string, number, number])[] = []
  const running = new RunningMachines({
    sizeOf: async () => 'STANDARD_D2_V3',
    write: async (spans: readonly RunningSpan[]) =>
      void written.push(
        ...spans.map(({ bootId, from, to }) => [bootId, (from - noon) / second, (to - noon) / second] as const),
      ),
  })
  const saw = (seconds: number, ...boots: string[]) => running.saw(boots.map(machine), noon + seconds * second)
  return { written, saw }
}

test('a machine is written when it is first seen, once a minute, and when it is seen no more', async () => {
  const { written, saw } = ledger()
  for (const seconds of [0, 20, 40, 60, 80]) await saw(seconds, 'b1')
  await saw(100)
  expect(written).toEqual([
    ['b1', 0, 0],
    ['b1', 0, 60],
    ['b1', 0, 80],
  ])
})

test('another boot is another span, and what was between them is in neither', async () => {
  const { written, saw } = ledger()
  await saw(0, 'b1')
  await saw(30, 'b1')
  await saw(50, 'b2')
  await saw(55, 'b2')
  await saw(60)
  expect(written.filter(([bootId]) => bootId === 'b1').at(-1)).toEqual(['b1', 0, 30])
  expect(written.filter(([bootId]) => bootId === 'b2')).toEqual([
    ['b2', 50, 50],
    ['b2', 50, 55],
  ])
})

test('what is gone already, before its size was found, is not written', async () => {
  const running = new RunningMachines({
    sizeOf: async () => undefined,
    write: async () => {
      throw new Error('nothing is to be written')
    },
  })
  await running.saw([machine('b1')], noon)
  await running.saw([], noon + second)
})
