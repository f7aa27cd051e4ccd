// The gateway's own pages in every language they are written in, as a browser asks for them; what programs read stays.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Language } from '../../src/base/choose-language.ts'
import { gatewaySpeech } from '../../src/gateway/pages/gateway-speech.ts'
import { type FleetFacts, writeFleet } from '../support/fleet-rows.ts'
import { type GatewayWorld, signIn, startGatewayWorld } from '../support/gateway-world.ts'
import { type Answer, ask } from '../support/raw-http.ts'

let world: GatewayWorld
let port: number
let anas: Cookies
let bos: Cookies

/** By the label of the app. */
type Cookies = ReadonlyMap<string, string>

const failure = { generation: 1, error: { code: 'NoImage', message: 'The <image> is gone.' }, nextStep: 'Pull it.' }

beforeAll(async () => {
  world = await startGatewayWorld()
  port = world.port + 1
  await write('rest', { power: 'stopped', observed: { phase: 'stopped' } })
  await write('wake', { observed: { phase: 'starting' } })
  await write('fail', { failure, observed: { phase: 'creating' } })
  await write('shell', { apps: [{ label: 'shell-term', channel: 'term' }] })
  anas = await signInAt('ana')
  bos = await signInAt('bo')
})
afterAll(() => world[Symbol.asyncDispose]())

async function write(name: string, facts: Partial<FleetFacts>): Promise<void> {
  const { endpoint } = world.node
  await writeFleet(world.database.db, { name, ...facts, observed: { endpoint, ...facts.observed } })
}

async function signInAt(objectId: string): Promise<Cookies> {
  const labels = ['rest-lab', 'wake-lab', 'fail-lab', 'shell-term']
  const signedIn = labels.map(async (label): Promise<[string, string]> => {
    return [label, await signIn(world.database, { objectId, origin: world.originOf(label) })]
  })
  return new Map(await Promise.all(signedIn))
}

const navigation = { accept: 'text/html', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }

interface Look {
  readonly label: string
  readonly language: string
  readonly cookies?: Cookies
  readonly headers?: Readonly<Record<string, string>>
}

function look({ label, language, cookies = anas, headers = navigation }: Look): Promise<Answer> {
  const host = world.hostOf(`${label}.localhost`)
  return ask(port, {
    path: '/',
    headers: { host, cookie: cookies.get(label) ?? '', 'accept-language': language, ...headers },
  })
}

const readers: [Language, string][] = [
  ['en', 'en-US,en;q=0.9,ko;q=0.5'],
  ['ko', 'ko-KR,ko;q=0.9,en-US;q=0.8,en;q=0.7'],
  ['ja', 'ja-JP'],
  ['zh', 'zh-Hans-CN'],
]

describe.each(readers)('who reads %s', (language, accepted) => {
  const { text } = gatewaySpeech(language)
  const says = ({ body, headers }: Answer, ...said: string[]) => {
    expect(body).toContain(`<html lang="${language}">`)
    expect([headers['vary'], headers['cache-control']]).toEqual(['Accept-Language', 'no-store'])
    for (const sentence of said) expect(body).toContain(sentence)
  }

  test('is told that an instance is stopped, starting or has failed', async () => {
    const stopped = await look({ label: 'rest-lab', language: accepted })
    expect(stopped.status).toBe(503)
    says(stopped, text('{instance} is stopped', { instance: 'rest' }), `>${text('Start')}</button>`)
    says(stopped, text('Your files are kept. Start it to go on where you left off.'))
    const starting = await look({ label: 'wake-lab', language: accepted })
    says(starting, text('{instance} is starting', { instance: 'wake' }), 'http-equiv="refresh"')
    const failed = await look({ label: 'fail-lab', language: accepted })
    says(failed, text('{instance} has failed', { instance: 'fail' }))
    // Errors have words of their own.
    says(failed, '<p lang="en">The &lt;image&gt; is gone.</p>', '<p lang="en">Pull it.</p>')
  })

  test('is told whose an instance is, and that there is none', async () => {
    const theirs = await look({ label: 'rest-lab', language: accepted, cookies: bos })
    expect(theirs.status).toBe(403)
    says(theirs, text('{instance} belongs to someone else', { instance: 'rest' }), text('Your instances'))
    says(theirs, text('You are signed in as {name}.', { name: 'bo@example.org' }))
    const none = await look({ label: 'none-lab', language: accepted })
    expect(none.status).toBe(404)
    says(none, text('Nothing here'), `<strong>${world.hostOf('none-lab.localhost')}</strong>`)
  })

  test('has a terminal that speaks so too', async () => {
    const page = await look({ label: 'shell-term', language: accepted })
    expect(page.status).toBe(200)
    says(page, `aria-label="${text('Terminal of {instance}', { instance: 'shell' })}"`)
    says(page, `data-connecting="${text('Connecting…')}"`, text('The terminal needs JavaScript.'))
  })
})

test('the content policy and what programs read are the same in every language', async () => {
  const of = async (language: string) => {
    const page = await look({ label: 'rest-lab', language })
    const program = await look({ label: 'rest-lab', language, headers: { accept: 'application/json' } })
    return { policy: page.headers['content-security-policy'], program: [program.status, program.body] }
  }
  const english = await of('en')
  expect(english.policy).toContain("default-src 'none'")
  expect(english.program[1]).toContain('AppNotRunning')
  for (const language of ['ko', 'ja', 'zh']) expect(await of(language)).toEqual(english)
})

test.each(['<script>alert(1)</script>', '"><img src=x>', '__proto__', 'constructor;q=1', 'x-'.repeat(4000), ';;,,q=q'])(
  'what is no language is harmless, and English is shown: %j',
  async (language) => {
    const page = await look({ label: 'rest-lab', language })
    expect([page.status, page.body]).toEqual([503, (await look({ label: 'rest-lab', language: 'en' })).body])
  },
)
