import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Language } from '../../base/choose-language.ts'
import type { NodeState } from '../app-target.ts'
import { escapeHtml } from './page.ts'
import { foreignOriginPage, noSuchAppPage, notYoursPage, serverAwayPage, storeAwayPage } from './refusal-pages.ts'
import { type Standing, standingOf, statePage } from './state-page.ts'
import { terminalPage } from './terminal-page.ts'

const languages: readonly Language[] = ['en', 'ko', 'ja', 'zh']

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
  const html = (state: NodeState): string => statePage({ instance: 'box', state, now: 0 })('en').html
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
  const { html } = statePage({ instance: 'box', state: { ...running, phase: 'starting', phases }, now: 1900 })('en')
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
  for (const { html } of pages.flatMap((page) => languages.map(page))) {
    expect(html).not.toContain('<script>')
    expect(html).not.toContain('"><script')
    expect(html).not.toMatch(/\p{Cc}(?<![\n\t])/u)
  }
  expect(escapeHtml(`<&>"'\u0007`)).toBe('&lt;&amp;&gt;&quot;&#39;\ufffd')
})

test('the content policy allows the style that is on the page and no script', () => {
  const { html, contentSecurityPolicy } = noSuchAppPage('x', 'http://carrel.localhost')('en')
  const style = /<style>([\s\S]*)<\/style>/.exec(html)?.[1] ?? ''
  const hash = createHash('sha256').update(style).digest('base64')
  expect(contentSecurityPolicy).toContain(`style-src 'sha256-${hash}'`)
  expect(contentSecurityPolicy).toContain("default-src 'none'")
  expect(contentSecurityPolicy).not.toContain('script-src')
})

test('who may not open an app, or finds none, is led to what is theirs', () => {
  const home = 'http://carrel.localhost:8444'
  const pages = [notYoursPage({ instance: 'box', userName: 'ben', home }), noSuchAppPage('x.localhost:8444', home)]
  for (const { html } of pages.flatMap((page) => languages.map(page)))
    expect(html).toContain('<a class="button" href="http://carrel.localhost:8444/">')
})

test.each<[Language, string, string]>([
  ['en', 'Carrel cannot read its database', 'Carrel is restarting'],
  ['ko', 'Carrel이 데이터베이스를 읽을 수 없습니다', 'Carrel 다시 시작 중'],
  ['ja', 'Carrel がデータベースを読み取れません', 'Carrel を再起動しています'],
  ['zh', 'Carrel 无法读取其数据库', 'Carrel 正在重新启动'],
])('what is away is told in %s', (language, store, server) => {
  const [storePage, serverPage] = [storeAwayPage()(language), serverAwayPage()(language)]
  expect([storePage.html.includes(store), serverPage.html.includes(server)]).toEqual([true, true])
  for (const { html } of [storePage, serverPage, foreignOriginPage()(language)]) {
    expect(html).toContain(`<html lang="${language}">`)
  }
})

test('phases, causes and times are told in the language of the page, what is not known as it is', () => {
  const phases = [
    { name: 'settingUp', startedAt: 0, endedAt: 400 },
    { name: 'dancing', startedAt: 400 },
  ]
  const page = statePage({ instance: 'box', state: { ...running, phase: 'starting', phases }, now: 1900 })
  expect(page('ja').html).toContain('<li><span>セットアップ中</span><span>0.4 秒</span></li>')
  expect(page('ja').html).toContain('<li aria-current="step"><span>dancing</span><span>1.5 秒</span></li>')
  const killed = statePage({ instance: 'box', state: { ...stopped, cause: 'OutOfMemory' }, now: 0 })
  expect(killed('zh').html).toContain('它因内存不足而停止。您的文件都在。')
})
