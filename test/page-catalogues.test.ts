// Holds what pages say, those of the server, the gateway and the command line, to their catalogues. That no sentence is
// missing is the compiler's work; here: every one is said somewhere, fills in the same places in every language, and no page
// has words of its own.

import { parseAst } from 'vite'
import { describe, expect, test } from 'vitest'
import { landingWords } from '../src/cli/login/landing-words.ts'
import { gatewaySpeech } from '../src/gateway/pages/gateway-speech.ts'
import { ja as gatewayJa } from '../src/gateway/pages/words/ja.ts'
import { ko as gatewayKo } from '../src/gateway/pages/words/ko.ts'
import { zh as gatewayZh } from '../src/gateway/pages/words/zh.ts'
import { pageSpeechIn } from '../src/identity/pages/page-speech.ts'
import { ja } from '../src/identity/pages/words/ja.ts'
import { ko } from '../src/identity/pages/words/ko.ts'
import { zh } from '../src/identity/pages/words/zh.ts'
import { cliPageWords } from '../src/server/cli-package/cli-page-words.ts'
import { sourceFiles } from './support/source-files.ts'

const sets: [string, readonly Readonly<Record<string, string>>[], readonly string[]][] = [
  ['the sign-in', [ko, ja, zh], ['src/identity/**/*.ts', 'src/http/instance-door.ts']],
  ['the gateway', [gatewayKo, gatewayJa, gatewayZh], ['src/gateway/**/*.ts']],
  ['the command line', [cliPageWords.ko, cliPageWords.ja, cliPageWords.zh], ['src/server/cli-package/cli-page.ts']],
  ['a terminal', [landingWords.ko, landingWords.ja, landingWords.zh], ['src/cli/login/landing-page.ts']],
]

describe.each(sets)('the catalogues of the pages of %s', (_, catalogues, where) => {
  const [first = {}] = catalogues

  test('have the same sentences', () => {
    for (const catalogue of catalogues) expect(Object.keys(catalogue)).toEqual(Object.keys(first))
  })

  test('have no sentence that no page says', () => {
    const files = sourceFiles(...where).filter(({ path }) => !/\.test\.ts$|\/words\//.test(path))
    const literals = new Set(files.flatMap(({ text }) => stringsIn(text)))
    expect(Object.keys(first).filter((sentence) => !literals.has(sentence))).toEqual([])
  })

  test('fill in the same places, and say something', () => {
    const places = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([place]) => place).toSorted()
    const unlike = catalogues.flatMap(Object.entries).filter(([sentence, translated]) => {
      return translated.trim() === '' || `${places(sentence)}` !== `${places(translated)}`
    })
    expect(unlike).toEqual([])
  })

  test('are each in their own script', () => {
    const scripts = [/\p{Script=Hangul}/u, /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u, /\p{Script=Han}/u]
    const foreign = catalogues.flatMap((catalogue, index) =>
      Object.values(catalogue).filter((text) => !scripts[index]?.test(text)),
    )
    expect(foreign).toEqual([])
    expect(
      Object.values(catalogues[2] ?? {}).filter((text) => /[\p{Script=Hiragana}\p{Script=Hangul}]/u.test(text)),
    ).toEqual([])
  })
})

test('the markup of the pages has no words of its own', () => {
  const files = sourceFiles(
    'src/{identity,gateway}/pages/*.ts',
    'src/{server/cli-package/cli,cli/login/landing}-page.ts',
  )
  const own = files
    .filter(({ path }) => !path.endsWith('.test.ts'))
    .flatMap(({ path, text }) =>
      markupIn(text).flatMap((markup) => wordsIn(markup).map((words) => `${path}: ${words}`)),
    )
  expect(own).toEqual([])
})

test('words in markup are found, and what is code or our name is none', () => {
  expect(wordsIn('<p class="quiet">Sign <b>in</b></p>')).toEqual(['Sign in'])
  expect(wordsIn('<main aria-label="Terminal"></main>')).toEqual(['Terminal'])
  expect(wordsIn('<title>\0 · Carrel</title><pre>npm install</pre><style>\0</style>')).toEqual([])
})

test('the languages are what their catalogues say', () => {
  expect([pageSpeechIn('ko').text('Sign in'), gatewaySpeech('ko').text('Start')]).toEqual(['로그인', '시작'])
  expect([pageSpeechIn('ja').text('Sign in'), gatewaySpeech('ja').text('Start')]).toEqual(['サインイン', '開始'])
  expect([pageSpeechIn('zh').text('Sign in'), gatewaySpeech('zh').text('Start')]).toEqual(['登录', '启动'])
})

interface Syntax {
  readonly type: string
  readonly [member: string]: unknown
}

function stringsIn(source: string): string[] {
  return nodesIn(parsed(source)).flatMap(({ type, value }) =>
    type === 'Literal' && typeof value === 'string' ? [value] : [],
  )
}

/** Templates with tags in them; what is filled in is `\0`. */
function markupIn(source: string): string[] {
  return nodesIn(parsed(source))
    .flatMap(({ type, quasis }) => (type === 'TemplateLiteral' && Array.isArray(quasis) ? [quasis] : []))
    .map((quasis) => quasis.map(({ value }) => value.cooked).join('\0'))
    .filter((text) => /<\/?\w/.test(text))
}

function wordsIn(markup: string): string[] {
  const labels = [...markup.matchAll(/\b(?:aria-label|title|alt)="([^"]*)"/g)].map(([, label = '']) => label)
  const text = markup.replaceAll(/<(pre|code|style)\b.*?<\/\1>/gs, '').replaceAll(/<[^>]*>/g, '')
  return [...labels, text]
    .map((each) =>
      each
        .replaceAll(/\bCarrel\b/g, '')
        .replaceAll(/[\s\0]+/g, ' ')
        .trim(),
    )
    .filter((each) => /\p{L}/u.test(each))
}

function parsed(source: string): Syntax {
  return parseAst(source, { lang: 'ts' }) as unknown as Syntax
}

function nodesIn(node: Syntax): Syntax[] {
  return [node, ...Object.values(node).flat().filter(isSyntax).flatMap(nodesIn)]
}

function isSyntax(value: unknown): value is Syntax {
  return typeof value === 'object' && value !== null && 'type' in value
}
