import { expect, test } from 'vitest'
import { createTransport } from '../session/transport.ts'
import { Unreachable } from '../session/unreachable.ts'
import { signInByBrowser } from './browser-sign-in.ts'

const discovered = {
  issuer: 'https://localhost:8443/t/v2.0',
  tenantId: 't',
  authorizationEndpoint: 'https://localhost:8443/t/oauth2/v2.0/authorize',
}

test.each([
  ['en-GB', 'en', 'Nothing to see here', 'Nobody was signed in', 'You are signed in'],
  ['ko-KR,ko;q=0.9', 'ko', '여기에는 아무것도 없습니다', '아무도 로그인되지 않았습니다', '로그인되었습니다'],
  ['ja', 'ja', 'ここには何もありません', '誰もサインインしていません', 'サインインしています'],
  ['zh-CN', 'zh', '这里什么也没有', '没有人登录', '您已登录'],
])('a browser of %s is told in its own language how the sign-in ended', async (accepted, language, ...titles) => {
  const [strange, refused, signedIn] = titles
  const heading = async (url: string, query: Readonly<Record<string, string>>) => {
    const answer = await fetch(`${url}?${new URLSearchParams(query)}`, { headers: { 'accept-language': accepted } })
    const page = await answer.text()
    return [answer.status, /lang="(\w+)"/.exec(page)?.[1], /<h1[^>]*>([^<]*)/.exec(page)?.[1]]
  }
  const first = begin()
  const { url, state } = await first.shown
  expect(await heading(url, { state: 'another', code: 'c' })).toEqual([404, language, strange])
  expect(await heading(url, { state, error: 'access_denied' })).toEqual([200, language, refused])
  await expect(first.tokens).rejects.toThrow('Signing in was refused: access_denied')
  const second = begin()
  const again = await second.shown
  expect(await heading(again.url, { state: again.state, code: 'c' })).toEqual([200, language, signedIn])
  await expect(second.tokens).rejects.toThrow(Unreachable)
})

/** At an installation that nobody runs. */
function begin() {
  const shown = Promise.withResolvers<{ url: string; state: string }>()
  const tokens = signInByBrowser({
    authority: {
      endpoint: 'https://127.0.0.1:1',
      tenantId: 't',
      transport: createTransport({ ca: undefined, note: () => {} }),
    },
    discovered,
    show(address) {
      const { searchParams } = new URL(address)
      shown.resolve({ url: searchParams.get('redirect_uri') ?? '', state: searchParams.get('state') ?? '' })
    },
  })
  // Looked at later.
  tokens.catch(() => undefined)
  return { shown: shown.promise, tokens }
}
