import { expect, test } from 'vitest'
import { regionOf } from './region-of.ts'

test('dates are written as in the part of the world whose language the browser asks for', () => {
  expect(regionOf('en', ['ko-KR', 'en-GB', 'en-US'])).toBe('en-GB')
  expect(regionOf('zh', ['zh-TW'])).toBe('zh-TW')
})

test('a language the browser does not ask for is written as that language is by itself', () => {
  expect(regionOf('ja', ['en-GB'])).toBe('ja')
  expect(regionOf('en', ['english'])).toBe('en')
})
