import { expect, test } from 'vitest'
import { type Catalogues, type PlainSentence, type Said, speechIn } from './speech.ts'

type Sentence = 'Start' | '{name} waits for {count} more'

const catalogues: Catalogues<Sentence> = {
  ko: { Start: '시작', '{name} waits for {count} more': '{name}: {count}개를 더 기다림' },
  ja: { Start: '開始', '{name} waits for {count} more': 'あと {count} 個を {name} が待っています' },
  zh: { Start: '启动', '{name} waits for {count} more': '{name} 还在等待 {count} 个' },
}

test('English is the sentence itself, the others are what their catalogue has', () => {
  expect(speechIn(catalogues, 'en').text('Start')).toBe('Start')
  expect(speechIn(catalogues, 'ko').text('Start')).toBe('시작')
  expect(speechIn(catalogues, 'zh').text('Start')).toBe('启动')
})

test('places are filled in where the language has them', () => {
  const values = { name: 'box', count: 3 }
  expect(speechIn(catalogues, 'en').text('{name} waits for {count} more', values)).toBe('box waits for 3 more')
  expect(speechIn(catalogues, 'ja').text('{name} waits for {count} more', values)).toBe(
    'あと 3 個を box が待っています',
  )
})

test('what is filled in is left as it is, whatever it looks like', () => {
  const values = { name: '{count} $& {name}', count: 0 }
  expect(speechIn(catalogues, 'en').text('{name} waits for {count} more', values)).toBe(
    '{count} $& {name} waits for 0 more',
  )
})

test('what is more than text comes in pieces, in the order of the language', () => {
  const [name, count] = [{ bold: 'box' }, { bold: '3' }]
  expect(speechIn(catalogues, 'ja').pieces('{name} waits for {count} more', { name, count })).toEqual([
    'あと ',
    count,
    ' 個を ',
    name,
    ' が待っています',
  ])
})

test('a sentence that no catalogue has, and one with places left open, do not compile', () => {
  const { text, pieces } = speechIn(catalogues, 'ko')
  // @ts-expect-error No catalogue has it.
  const unknown = () => text('Stop')
  // @ts-expect-error One place is left open.
  const halfFilled = () => text('{name} waits for {count} more', { name: 'box' })
  // @ts-expect-error Both are.
  const unfilled = () => text('{name} waits for {count} more')
  // @ts-expect-error The sentence has another place.
  const misfilled = () => pieces('{name} waits for {count} more', { name: {} })
  // @ts-expect-error It never came out of a catalogue.
  const unsaid: Said = 'Start'
  // @ts-expect-error It has places.
  const table: PlainSentence<Sentence> = '{name} waits for {count} more'
  // @ts-expect-error Chinese lacks a sentence.
  const lacking: Catalogues<Sentence> = { ...catalogues, zh: { Start: '启动' } }
  expect(unknown).toThrow()
  expect([halfFilled, unfilled, misfilled].map((each) => thrown(each))).toEqual([
    "Nothing is given for {count} in '{name}: {count}개를 더 기다림'",
    "Nothing is given for {name} in '{name}: {count}개를 더 기다림'",
    "Nothing is given for {count} in '{name}: {count}개를 더 기다림'",
  ])
  expect([unsaid, table, lacking]).toHaveLength(3)
})

function thrown(act: () => unknown): unknown {
  try {
    return act()
  } catch (error) {
    return error instanceof Error ? error.message : error
  }
}
