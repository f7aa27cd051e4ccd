import { expect, test } from 'vitest'
import { chooseLanguage, type Language } from './choose-language.ts'

test.each<[string | undefined, Language]>([
  [undefined, 'en'],
  ['', 'en'],
  ['en-US,en;q=0.9', 'en'],
  ['ko', 'ko'],
  ['ko-KR', 'ko'],
  ['KO-kr', 'ko'],
  ['ko-KR,ko;q=0.9,en-US;q=0.8,en;q=0.7', 'ko'],
  ['en-US,en;q=0.9,ko;q=0.8', 'en'],
  ['ja-JP', 'ja'],
  ['zh', 'zh'],
  ['zh-CN,zh;q=0.9', 'zh'],
  ['zh-Hans', 'zh'],
  ['zh-Hans-SG', 'zh'],
  ['zh-TW', 'zh'],
  ['fr-FR,de;q=0.9,ja;q=0.1', 'ja'],
  ['fr', 'en'],
  ['*', 'en'],
  ['*,ko;q=0.5', 'ko'],
])('who accepts %j reads %s', (accepted, language) => {
  expect(chooseLanguage({ accepted })).toBe(language)
})

test.each<[string, Language]>([
  ['ja;q=0.5,ko;q=0.8', 'ko'],
  ['ja;q=0.8,ko;q=0.8', 'ja'],
  ['ja;q=0.001, zh;q=0', 'ja'],
  ['ko;q=0,en;q=0', 'en'],
  ['ko ; q=0.2 ,\tzh\t;q=1.000', 'zh'],
  ['ja;Q=0.4,ko;q=0.5', 'ko'],
])('the heavier one counts, and at the same weight the first: %j is %s', (accepted, language) => {
  expect(chooseLanguage({ accepted })).toBe(language)
})

test.each<[unknown, Language]>([
  ['ko', 'ko'],
  ['fr-CA ja-JP en', 'ja'],
  ['en', 'en'],
  ['fr de', 'zh'],
  ['', 'zh'],
  ['  zh-Hans  ', 'zh'],
  [undefined, 'zh'],
  [['ko'], 'zh'],
  [{ ko: 1 }, 'zh'],
])('what is asked for comes before what the browser says: %j is %s', (asked, language) => {
  expect(chooseLanguage({ asked, accepted: 'zh-CN' })).toBe(language)
})

test.each([
  'kok',
  'k',
  'korean',
  'ko_KR',
  '한국어',
  'ko;q=2',
  'ko;q=-1',
  'ko;q=1e9',
  'ko;q=NaN',
  'ko;q=0.5;q=1',
  'ko;level=1',
  '<script>alert(1)</script>',
  '../../ko',
  'ko\u0000',
  'ko\r\nSet-Cookie: a=b',
  '__proto__',
  'constructor;q=1',
  '-ko',
  ';q=1',
  ',,,,',
])('what is no list of languages is passed over: %j', (hostile) => {
  expect(chooseLanguage({ accepted: hostile })).toBe('en')
  expect(chooseLanguage({ accepted: `${hostile},ja;q=0.1` })).toBe('ja')
  expect(chooseLanguage({ asked: hostile, accepted: 'ja' })).toBe('ja')
})

test('of what is far too long only the beginning is read', () => {
  expect(chooseLanguage({ accepted: `${'fr,'.repeat(100)}ko` })).toBe('ko')
  expect(chooseLanguage({ accepted: `${'fr,'.repeat(1_000_000)}ko` })).toBe('en')
  expect(chooseLanguage({ asked: `${'fr '.repeat(1_000_000)}ko`, accepted: 'ja' })).toBe('ja')
  expect(chooseLanguage({ accepted: `ko${' '.repeat(1_000_000)};q=0.5` })).toBe('ko')
  expect(chooseLanguage({ accepted: `ko-${'-'.repeat(1_000_000)};` })).toBe('ko')
})
