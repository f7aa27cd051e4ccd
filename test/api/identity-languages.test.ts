// Every page of the sign-in in every language it is written in, as a browser of somebody who reads it asks for it.

import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Language } from '../../src/base/choose-language.ts'
import { type PageSpeech, pageSpeechIn } from '../../src/identity/pages/page-speech.ts'
import { ko } from '../../src/identity/pages/words/ko.ts'
import { createUser } from '../../src/identity/users.ts'
import { type IdentityServer, postForm, startIdentityServer } from './identity-server.ts'
import { type Page, SmallBrowser } from './small-browser.ts'

let server: IdentityServer
let pages = ''
let tenant = ''
beforeAll(async () => {
  server = await startIdentityServer()
  setDefaultCACertificates([...getCACertificates('default'), server.ca])
  pages = server.config.browserEndpoint
  tenant = server.config.installation.tenantId
})
afterAll(() => server.close())

const password = 'correct horse battery'
const cli = 'carrel-cli'
const policy =
  "default-src 'none'; style-src 'self'; img-src data:; frame-ancestors 'none'; base-uri 'none'; form-action"

/** The page is of this language, says these, keeps what every page keeps, and says nothing in English. */
function expectSaying(page: Page, { language }: PageSpeech, said: readonly string[]): void {
  const { headers, text } = page
  expect(text).toContain(`<html lang="${language}">`)
  const vary = String(headers.vary).toLowerCase().split(/, */)
  expect([vary.includes('accept-language'), headers['cache-control']]).toEqual([true, 'no-store'])
  expect(headers['content-security-policy']).toContain(`${policy} 'self'`)
  expect(text).not.toMatch(/<script|\son\w+=|style="/)
  for (const sentence of said) expect(text).toContain(escaped(sentence))
  if (language === 'en') return
  const english = Object.keys(ko).filter((sentence) => text.includes(`>${escaped(sentence)}<`))
  expect(english).toEqual([])
}

function escaped(text: string): string {
  return text.replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`)
}

const readers: [Language, string][] = [
  ['en', 'en-US,en;q=0.9'],
  ['ko', 'ko-KR,ko;q=0.9,en-US;q=0.8,en;q=0.7'],
  ['ja', 'ja-JP'],
  ['zh', 'zh-CN,zh;q=0.9,en;q=0.8'],
]

describe.each(readers)('who reads %s', (language, accepted) => {
  const speech = pageSpeechIn(language)
  const { text } = speech
  const userName = `reader-${language}`
  const open = () => new SmallBrowser(server.ca, accepted)
  const says = (page: Page, ...said: string[]) => expectSaying(page, speech, said)
  beforeAll(async () => {
    await createUser(server.database.db, {
      userName,
      displayName: 'A <b>Reader</b>',
      password,
      now: server.clock.now(),
    })
  })

  test('is welcomed, signs in, sees to the account and signs out', async () => {
    const browser = open()
    says(await browser.visit(`${pages}/`), text('Welcome'), text('Sign in'))
    const login = await browser.visit(`${pages}/account`)
    says(login, text('Sign in'), text('User name'), text('Password'))
    const wrong = await browser.submit(login, { user: userName, password: 'wrong' })
    expect(wrong.status).toBe(401)
    says(wrong, text('The user name or password is not right.'))
    const account = await browser.submit(wrong, { user: userName, password })
    says(account, text('Your account'), text('Change the password'), text('At least 12 characters.'), 'A <b>Reader</b>')
    says(await browser.visit(`${pages}/`), text('You are signed in'), text('Open Studio'), text('Sign out'))

    const change = (next: string, again: string, current = password) =>
      browser.visit(`${pages}/account/password`, { method: 'POST', form: { current, next, again } })
    says(await change('a', 'b'), text('The new password was not repeated as it is.'))
    says(await change('short', 'short'), text('A password has at least {count} characters.', { count: 12 }))
    says(
      await change('another horse battery', 'another horse battery', 'x'),
      text('The present password is not right.'),
    )
    const asked = await browser.visit(`${pages}/${tenant}/oauth2/v2.0/logout`)
    says(asked, text('Sign out?'), text('Stay signed in'))
    says(await browser.submit(asked, { logout: 'yes' }), text('Signed out'), text('You can close this page.'))
  })

  test('ends every sign-in, and changes the password', async () => {
    const browser = open()
    const signIn = async () => browser.submit(await browser.visit(`${pages}/account`), { user: userName, password })
    const post = (path: string, form = {}) => browser.visit(`${pages}/account/${path}`, { method: 'POST', form })
    await signIn()
    says(await post('sign-out'), text('Signed out everywhere'), text('Sign in'))
    await signIn()
    const changed = await post('password', { current: password, next: password, again: password })
    says(changed, text('Password changed'))
  })

  test('is told what an app is for, and what went wrong on the way there', async () => {
    const browser = open()
    const lab = (label: string) => pages.replace('carrel.', `${label}.`)
    const title = (app: string) => text('{app} on {instance}', { app, instance: 'my-desk' })
    says(await browser.visit(`${lab('my-desk-lab')}/.carrel/login`), title('JupyterLab'))
    says(await browser.visit(`${lab('my-desk-term')}/.carrel/login`), title(text('Terminal')))
    says(await browser.visit(`${lab('my-desk-8050')}/.carrel/login`), title(text('Port {port}', { port: 8050 })))
    const failed = await browser.visit(`${lab('my-desk-lab')}/.carrel/callback?code=x&state=y`)
    says(failed, text('Not signed in'), text('Sign in again'))
    says(await browser.visit(`${pages}/login/gone`), text('Sign in again'), text('Start again'))
    says(await browser.visit(`${pages}/login/gone/outside`), text('Sign in again'), text('Start again'))
    const elsewhere = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
    const foreign = await browser.visit(`${pages}/login/gone`, { method: 'POST', form: {}, headers: elsewhere })
    expect(foreign.status).toBe(403)
    says(foreign, text('Refused'), text('The form was sent from another page.'))
    const stranger = await browser.visit(`${pages}/`, {
      headers: { host: 'other.example', 'accept-language': accepted },
    })
    expect(stranger.status).toBe(421)
    says(stranger, text('Unknown address'))
    const unknown = await browser.visit(`${pages}/${tenant}/oauth2/v2.0/authorize?client_id=nobody&response_type=code`)
    says(unknown, text('That did not work'), text('Back to the start'))
    // The library's own words.
    expect(unknown.text).toMatch(/<span lang="en">[^<]+ \(invalid_client\)<\/span>/)
  })

  test('lets a terminal in, or sends it away', async () => {
    const begin = async () => {
      const form = { client_id: cli, scope: 'openid' }
      const { body } = await postForm(`${server.config.endpoint}/${tenant}/oauth2/v2.0/devicecode`, form)
      return { user_code: String(body['user_code']) }
    }
    const browser = open()
    const form = await browser.visit(`${pages}/devicelogin`)
    says(
      form,
      text('Sign in a terminal'),
      text('Enter the code that is shown where you began to sign in.'),
      text('Next'),
    )
    const none = await browser.submit(form, { user_code: 'BBBB-BBBB' })
    says(none, text('No terminal is waiting with that code. Compare it with what is shown there.'))
    const empty = await browser.submit(none, { user_code: '' })
    says(empty, text('Enter the code first.'))
    const confirm = await browser.submit(empty, await begin())
    const here = text('{address}, the machine of Carrel', { address: '127.0.0.1' })
    says(confirm, text('Let {program} in?', { program: 'Carrel CLI' }), here, text('less than a minute ago'))
    says(confirm, text('Continue to sign in'), text('I did not ask for this'))
    says(await browser.submit(confirm, { abort: 'yes' }), text('Request declined'))
    const login = await browser.submit(await browser.submit(await browser.visit(form.url), await begin()), {})
    says(login, text('Sign in'), 'Carrel CLI')
    const done = await browser.submit(login, { user: userName, password })
    const words = '{program} is signed in as you. Go back to it; you can close this page.'
    says(done, text('All done'), text(words, { program: 'Carrel CLI' }))
    const gone = await open().visit(form.url, { method: 'POST', form: { user_code: 'BBBB-BBBB' } })
    expect(gone.status).toBe(400)
    says(gone, text('Enter the code'))
  })
})

const authorize = (uiLocales: string) =>
  `${pages}/${tenant}/oauth2/v2.0/authorize?${new URLSearchParams({
    client_id: 'carrel-pages',
    response_type: 'none',
    redirect_uri: `${pages}/`,
    scope: 'openid',
    ui_locales: uiLocales,
  })}`

test('the language that a client asks for comes before the browser’s, on the sign-in and on what it answers', async () => {
  const browser = new SmallBrowser(server.ca, 'ja')
  const login = await browser.visit(authorize('fr-CA ko-KR en'))
  expectSaying(login, pageSpeechIn('ko'), ['로그인', '사용자 이름'])
  const wrong = await browser.submit(login, { user: 'nobody', password: 'wrong' })
  expectSaying(wrong, pageSpeechIn('ko'), ['사용자 이름 또는 암호가 올바르지 않습니다.'])
  await browser.submit(login, { user: 'ada', password: server.people.admin.password ?? '' })
  const asked = await browser.visit(`${pages}/${tenant}/oauth2/v2.0/logout?ui_locales=zh-Hans`)
  expectSaying(asked, pageSpeechIn('zh'), ['要退出登录吗？'])
  const other = await new SmallBrowser(server.ca, 'ja').visit(authorize('tlh <b>'))
  expectSaying(other, pageSpeechIn('ja'), ['サインイン'])
})

test.each([
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '../../../etc/passwd',
  '__proto__',
  'constructor',
  'ko;q=0',
  '한국어',
  `ko;${'q'.repeat(6000)}`,
  `${'x-'.repeat(3000)}ko`,
  ';;;,,,q=q=q',
])('what is no language is harmless, and English is shown: %j', async (hostile) => {
  const header = Buffer.from(hostile).toString('latin1')
  const page = await new SmallBrowser(server.ca, header).visit(`${pages}/`)
  expect(page.status).toBe(200)
  const plain = await new SmallBrowser(server.ca).visit(`${pages}/`)
  expect(page.text).toBe(plain.text)
})

test('what programs read is the same in every language', async () => {
  const ask = async (language: string) => {
    const form = { client_id: 'nobody', grant_type: 'client_credentials', client_secret: 'x' }
    const address = `${pages}/${tenant}/oauth2/v2.0/token`
    const { status, headers, text } = await new SmallBrowser(server.ca, language).visit(address, {
      ...{ method: 'POST', form },
      headers: { accept: 'application/json' },
    })
    const { error, error_codes: codes, suberror } = JSON.parse(text) as Record<string, unknown>
    return [status, headers['content-type'], error, codes, suberror]
  }
  expect(await ask('en')).toContain('invalid_client')
  expect(await ask('ko')).toEqual(await ask('en'))
})
