import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { createSession } from '../session/session.ts'
import type { Transport } from '../session/transport.ts'
import { changeSchedules } from './schedule/schedule-document.ts'

const target = {
  origin: 'test',
  account: 'ana',
  endpoint: 'https://localhost:8443',
  aliases: [],
  tenantId: 't',
  ca: undefined,
  place: { subscription: 's', resourceGroup: 'g', workspace: 'w' },
  person: undefined,
}

/** One instance, whose schedules `meanwhile` changes each time after they were read. */
function openApi(meanwhile: (schedules: unknown[]) => void) {
  const state = { schedules: [] as unknown[], version: 0 }
  const transport: Transport = {
    async send() {
      const properties = { schedules: { computeStartStop: [...state.schedules] } }
      const answer = {
        status: 200,
        headers: { etag: `"${state.version}"` },
        body: { name: 'desk', properties: { computeType: 'ComputeInstance', properties } },
      }
      const before = state.schedules.length
      meanwhile(state.schedules)
      if (state.schedules.length !== before) state.version++
      return answer
    },
    async open(_url, { headers, body }) {
      const isCurrent = headers?.['if-match'] === `"${state.version}"`
      if (isCurrent) state.schedules = JSON.parse(String(body)).computeStartStop
      const error = { code: 'PreconditionFailed', message: 'Somebody else changed it.' }
      return {
        status: isCurrent ? 200 : 412,
        headers: {},
        body: Readable.from([isCurrent ? '' : JSON.stringify({ error })]),
      }
    },
  }
  return { state, session: createSession({ target, transport, token: async () => 'token' }) }
}

test('what somebody else adds between reading and writing is not lost', async () => {
  const others = ['theirs', 'theirs too']
  const { state, session } = openApi((schedules) => schedules.push(...others.splice(0, 1)))
  await changeSchedules(session, 'desk', (schedules) => [...schedules, 'ours'])
  expect(state.schedules).toEqual(['theirs', 'theirs too', 'ours'])
})

test('an instance that never stays the same is given up with the reason', async () => {
  const { session } = openApi((schedules) => schedules.push('theirs'))
  await expect(changeSchedules(session, 'desk', (schedules) => [...schedules, 'ours'])).rejects.toThrow(
    'Somebody else changed it.',
  )
})
