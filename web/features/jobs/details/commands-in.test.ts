import { expect, test } from 'vitest'
import { commandsIn } from './commands-in.ts'

test('what Horovod starts reads as the line its processes run', () => {
  const horovodSettings = { pythonScriptFilePath: '/d/train.py', commandLineArgs: '--epochs 3', processCount: 4 }
  const containerSettings = { imageSourceRegistry: { image: 'a/b' }, shmSize: '2g' }
  expect(commandsIn({ horovodSettings, containerSettings })).toEqual({
    command: 'python /d/train.py --epochs 3',
    processes: 4,
    image: 'a/b',
    sharedMemory: '2g',
    preparation: undefined,
  })
})

test('of a job that nothing is known of, nothing is said', () => {
  expect(Object.values(commandsIn({})).filter((value) => value !== undefined)).toEqual([])
})
