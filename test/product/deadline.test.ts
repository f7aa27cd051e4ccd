// Every operation has a deadline. With Docker away beyond it, what is under way fails with a reason and a next step, and
// from there start, stop and delete work.

import { expect, test } from 'vitest'
import { accept, type ComputeEvent, eventsOf, stateOf } from '../support/compute-steps.ts'
import { leftBehind } from '../support/left-behind.ts'
import { openOwnDockerd } from '../support/own-dockerd.ts'
import { startProduct, until } from '../support/product.ts'
import { skipUnlessRoot } from '../support/root.ts'
import { useTestClock } from '../support/test-clock.ts'

const minutes = 60_000

skipUnlessRoot()

test('what passes its deadline while Docker is away fails with a next step, and start, stop and delete go on from there', async () => {
  await using dockerd = await openOwnDockerd()
  await using product = await startProduct(['--no-instance'], dockerd.environment)
  const clock = await useTestClock(product)
  const states = () => Promise.all(names.map((name) => stateOf(product, name)))
  const names = ['create-start', 'create-stop', 'create-delete', 'create-alone', 'stop-start', 'stop-delete', 'deletes']
  for (const name of names.slice(4)) await product.createInstance(name)

  await dockerd.kill()
  for (const name of names.slice(0, 4)) await accept(product, name, 'create')
  await accept(product, 'stop-start', 'stop')
  await accept(product, 'stop-delete', 'stop')
  await accept(product, 'deletes', 'delete')
  await clock.advance(16 * minutes)
  await until(async () => {
    const under = (await states()).filter((state) => !state.endsWith(', Failed'))
    return under.length === 0 ? undefined : `still ${under.join('; ')}`
  })
  expect(await states()).toEqual([
    ...Array.from({ length: 4 }, () => 'CreateFailed, Failed'),
    ...Array.from({ length: 3 }, () => 'Unusable, Failed'),
  ])
  for (const name of names) {
    const failed = (await eventsOf(product, name)).find((event) => event.status === 'Failed')
    expect(failed).toMatchObject({ cause: { code: 'OperationTimedOut' }, nextStep: expect.stringMatching(/\w/) })
  }

  await accept(product, 'create-start', 'start')
  await accept(product, 'create-stop', 'stop')
  await accept(product, 'create-delete', 'delete')
  await accept(product, 'stop-start', 'start')
  await accept(product, 'stop-delete', 'delete')
  await accept(product, 'deletes', 'delete')
  await dockerd.start()
  await until(() => leftBehind(product.data))
  expect(await states()).toEqual(['Running', 'Stopped', 'absent', 'Running', 'Running', 'absent', 'absent'])
  for (const name of names) {
    const newest = (await eventsOf(product, name)).find(isAsked)
    expect([name, newest?.status]).toEqual([name, name === 'create-alone' ? 'Failed' : 'Succeeded'])
  }
})

function isAsked(event: ComputeEvent): boolean {
  return ['Create', 'Start', 'Stop', 'Delete'].includes(event.operationName)
}
