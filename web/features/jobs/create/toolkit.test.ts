import { expect, test } from 'vitest'
import { withMembers } from './job-properties.ts'
import { toolkitOf, withToolkit } from './toolkit.ts'

test('a job is started by one toolkit: choosing another takes the first one away', () => {
  const mpi = { nodeCount: 2, customMpiSettings: { commandLine: 'a.out', processCount: 4 } }
  const horovod = withMembers(mpi, withToolkit(mpi, 'horovodSettings'))
  expect(horovod).toEqual({ nodeCount: 2, horovodSettings: { pythonScriptFilePath: '', processCount: 4 } })
  expect(toolkitOf(horovod)).toBe('horovodSettings')
})

test('the command stays when it is started in another way', () => {
  const once = { customToolkitSettings: { commandLine: 'a.out' } }
  const mpi = withMembers(once, withToolkit(once, 'customMpiSettings'))
  expect(mpi).toEqual({ customMpiSettings: { commandLine: 'a.out' } })
  expect(withMembers(mpi, withToolkit(mpi, 'customToolkitSettings'))).toEqual(once)
})

test('what Horovod was told stays when it is chosen again', () => {
  const properties = { horovodSettings: { pythonScriptFilePath: '/a.py', commandLineArgs: '-v' } }
  expect(withMembers(properties, withToolkit(properties, 'horovodSettings'))).toEqual(properties)
})
