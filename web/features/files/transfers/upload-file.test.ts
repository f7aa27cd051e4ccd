import { afterEach, expect, test, vi } from 'vitest'
import { ApiError } from '../../../api/api-error.ts'
import type { ArmClient } from '../../../api/arm-client.ts'
import { uploadFile } from './upload-file.ts'

const size = 5_000_000
const key = { subscription: 's', group: 'g', workspace: 'w' }

afterEach(() => void vi.useRealTimers())

test('a piece that broke off goes on from what came of it, also where the first question about that fails', async () => {
  vi.useFakeTimers()
  const { arm, pieces, questions } = server()
  const told: number[] = []
  const upload = { arm, key, path: 'big.bin', file: new File([new Uint8Array(size)], 'big.bin') }
  const tools = { signal: new AbortController().signal, overwrite: false }
  const ended = uploadFile(upload, { ...tools, tell: ({ done }) => void told.push(done) })
  const outcome = ended.then(
    () => 'done',
    (error: unknown) => error,
  )
  await vi.runAllTimersAsync()
  expect(await outcome).toBe('done')
  expect(pieces).toEqual([0, 1_000_000])
  expect(questions).toEqual(['unanswered', 1_000_000])
  expect(told.at(-1)).toBe(size)
})

test('one that is canceled while it is begun leaves nothing at the server', async () => {
  const { arm, pieces, deleted } = server()
  const stop = new AbortController()
  const post = <T>(path: string, version: string) => {
    stop.abort()
    return arm.post<T>(path, version)
  }
  const upload = { arm: { ...arm, post }, key, path: 'big.bin', file: new File([new Uint8Array(size)], 'big.bin') }
  await uploadFile(upload, { signal: stop.signal, overwrite: false, tell: () => undefined })
  expect([pieces, deleted.length]).toEqual([[], 1])
})

/** Keeps a million bytes of the first piece, hears the first question in vain, and refuses a piece from elsewhere. */
function server() {
  let offset = 0
  const pieces: number[] = []
  const questions: (number | 'unanswered')[] = []
  const deleted: string[] = []
  const arm: Pick<ArmClient, 'delete' | 'get' | 'post' | 'send'> = {
    async get<T>(path: string) {
      if (path.endsWith('/uploads')) return { value: [] } as T
      questions.push(questions.length === 0 ? 'unanswered' : offset)
      if (questions.length === 1) throw new TypeError('Failed to fetch')
      return { offset } as T
    },
    post: async <T>() => ({ id: 'u', offset }) as T,
    async delete(path) {
      deleted.push(path)
    },
    async send(path, { body } = {}) {
      const from = Number(new URL(path, 'http://here').searchParams.get('offset'))
      pieces.push(from)
      if (from !== offset) throw new ApiError(409, undefined)
      offset += pieces.length === 1 ? 1_000_000 : (body as Blob).size
      if (pieces.length === 1) throw new TypeError('Failed to fetch')
      return Response.json({ offset })
    },
  }
  return { arm: arm as ArmClient, pieces, questions, deleted }
}
