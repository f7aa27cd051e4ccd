import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { NodeState } from '../app-target.ts'
import { escapeHtml } from './page.ts'
import { noSuchAppPage, notYoursPage } from './refusal-pages.ts'
import { type Standing, standingOf, statePage } from './state-page.ts'
import { terminalPage } from './terminal-page.ts'

const running: NodeState = {
  phase: 'running',
  phases: [],
  cause: undefined,
  failure: undefined,
  isChanging: false,
  power: 'running',
}
const failure = { generation: 1, error: { code: 'NoImage', message: 'The <image> is missing.' }, nextStep: 'Pull it.' }
const stopped: NodeState = { ...running, phase: 'stopped', power: 'stopped' }

test.each<[Standing, NodeState]>([
  ['opening', running],
  ['starting', { ...running, phase: 'creating' }],
  ['starting', { ...running, phase: 'settingUp' }],
  ['starting', { ...running, phase: 'stopped' }],
  ['starting', { ...running, phase: 'unknown' }],
  ['stopping', { ...running, phase: 'stopping', power: 'stopped' }],
  ['stopped', stopped],
  ['waiting', { ...stopped, isChanging: true }],
  ['failed', { ...running, phase: 'creating', failure }],
  ['removing', { ...running, phase: 'removing', failure }],
])('a person is told that it is %s', (expected, state) => {
  expect(standingOf(state)).toBe(expected)
})

test('only a page that waits for something looks again by itself, and only one at rest has a start button', () => {
  const html = (state: NodeState): string => statePage({ instance: 'box', state, now: 0 }).html
  for (const state of [stopped, { ...running, failure }]) {
    expect(html(state)).toContain('<form method="post" action="/.carrel/start">')
    expect(html(state)).not.toContain('http-equiv="refresh"')
  }
  for (const state of [running, { ...stopped, isChanging: true }, { ...running, phase: 'starting' } as const]) {
    expect(html(state)).not.toContain('<form')
    expect(html(state)).toContain('http-equiv="refresh"')
  }
})

test('phases show how long they took and which is under way', () => {
  const phases = [
    { name: 'creating', startedAt: 0, endedAt: 400 },
    { name: 'starting', startedAt: 400 },
  ]
  const { html } = statePage({ instance: 'box', state: { ...running, phase: 'starting', phases }, now: 1900 })
  expect(html).toContain('<li><span>Creating the machine</span><span>0.4 s</span></li>')
  expect(html).toContain('<li aria-current="step"><span>Starting the machine</span><span>1.5 s</span></li>')
})

test('nothing that came from outside is markup', () => {
  const evil = '"><script>alert(1)</script>\u001b[2J\u0000\''
  const pages = [
    statePage({ instance: evil, state: { ...stopped, failure: { ...failure, nextStep: evil } }, now: 0 }),
    statePage({
      instance: evil,
      state: { ...running, phase: 'starting', phases: [{ name: evil, startedAt: 0 }] },
      now: 0,
    }),
    notYoursPage({ instance: evil, userName: evil, home: evil }),
    noSuchAppPage(evil, evil),
    terminalPage({ instance: evil, assets: '/a' }),
  ]
  for (const { html } of pages) {
    expect(html).not.toContain('<script>')
    expect(html).not.toContain('"><script')
    expect(html).not.toMatch(/\p{Cc}(?<![\n\t])/u)
  }
  expect(escapeHtml(`<&>"'\u0007`)).toBe('&lt;&amp;&gt;&quot;&#39;\ufffd')
})

test('the content policy allows the style that is on the page and no script', () => {
  const { html, contentSecurityPolicy } = noSuchAppPage('x', 'http://carrel.localhost')
  const style = /<style>([\s\S]*)<\/style>/.exec(html)?.[1] ?? ''
  const hash = createHash('sha256').update(style).digest('base64')
  expect(contentSecurityPolicy).toContain(`style-src 'sha256-${hash}'`)
  expect(contentSecurityPolicy).toContain("default-src 'none'")
  expect(contentSecurityPolicy).not.toContain('script-src')
})

test('who may not open an app, or finds none, is led to what is theirs', () => {
  const home = 'http://carrel.localhost:8444'
  const pages = [notYoursPage({ instance: 'box', userName: 'ben', home }), noSuchAppPage('x.localhost:8444', home)]
  for (const { html } of pages) expect(html).toContain('<a class="button" href="http://carrel.localhost:8444/">')
})
