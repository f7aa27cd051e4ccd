import { expect, test } from 'vitest'
import type { ArmClient } from '../../../api/arm-client.ts'
import type { JobFile } from '../files-query.ts'
import { LogReader } from './log-reader.ts'

const file = (size: number): JobFile => ({
  name: 'stdout.txt',
  isFolder: false,
  size,
  modifiedAt: '2026-11-01T00:00:00Z',
  href: '/stdout.txt',
})

test('what a file grew by while it was read is read too, though nobody looks at it again', async () => {
  const { client, answer } = server('one\ntwo\n')
  const reader = new LogReader(client)
  const read = reader.read(file(4))
  // The job has ended meanwhile: the last look at its files.
  await reader.read(file(8))
  answer.resolve()
  await read
  expect([reader.buffer.offset, reader.buffer.line(1)]).toEqual([8, 'two'])
})

test('one that was made anew while it was read is read from its beginning', async () => {
  const { client, answer } = server('new\n')
  const reader = new LogReader(client)
  const read = reader.read(file(4))
  await reader.read(file(2))
  answer.resolve()
  await read
  expect([reader.buffer.offset, reader.buffer.line(0)]).toEqual([2, 'ne'])
})

/** Answers nothing before it is told to. */
function server(content: string) {
  const answer = Promise.withResolvers<void>()
  const client: Pick<ArmClient, 'send'> = {
    async send(_, { headers } = {}) {
      await answer.promise
      const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(new Headers(headers).get('range') ?? '') ?? []
      return new Response(content.slice(Number(first), Number(last) + 1))
    },
  }
  return { client: client as ArmClient, answer }
}
