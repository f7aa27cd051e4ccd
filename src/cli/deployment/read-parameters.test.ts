import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readParameters } from './read-parameters.ts'

const template = { parameters: { Name: { type: 'string' }, count: { type: 'int' }, list: { type: 'array' } } }
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carrel-parameters-'))
  await writeFile(
    join(folder, 'file.json'),
    '{"parameters": {"count": {"value": 1}, /* more */ "list": {"value": []},}}',
  )
  await writeFile(join(folder, 'bare=.json'), '{"name": {"value": "from a file"}}')
})
afterAll(() => rm(folder, { recursive: true }))

test('values are what the template says they are', async () => {
  expect(await readParameters(['name=12', 'COUNT=12', 'list=["a"]', 'other=true'], template)).toEqual({
    name: { value: '12' },
    COUNT: { value: 12 },
    list: { value: ['a'] },
    other: { value: true },
  })
})

test('a value may hold anything, equals signs too', async () => {
  expect(await readParameters(['name=a=b\nc'], undefined)).toEqual({ name: { value: 'a=b\nc' } })
})

test('files come with and without an at sign, and what is given later counts', async () => {
  const given = [join(folder, 'file.json'), `@${join(folder, 'bare=.json')}`, 'count=2']
  expect(await readParameters(given, template)).toEqual({
    count: { value: 2 },
    list: { value: [] },
    name: { value: 'from a file' },
  })
})

test('a file that cannot be read is named', async () => {
  await expect(readParameters(['nowhere.json'], template)).rejects.toThrow(/Cannot read nowhere.json: ENOENT/)
})
