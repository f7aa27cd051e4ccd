import { expect, test } from 'vitest'
import { aptSources } from './apt-sources.ts'

test('the host mirror is taken from the deb822 format', () => {
  const text = [
    'Types: deb deb-src',
    '# a comment',
    'URIs: https://mirror.example/debian',
    'Suites: bookworm bookworm-updates',
    'Components: main contrib',
    '',
    'Types: deb',
    'URIs: https://mirror.example/debian-security',
    'Suites:',
    ' bookworm-security',
    'Components: main',
  ].join('\n')
  expect(aptSources([text], 'bookworm')).toEqual([
    'deb https://mirror.example/debian bookworm main',
    'deb https://mirror.example/debian bookworm-updates main',
    'deb https://mirror.example/debian-security bookworm-security main',
  ])
})

test('the host mirror is taken from the one-line format, options and comments aside', () => {
  const text =
    '# deb http://old.example bookworm main\ndeb [signed-by=/k.gpg] http://m.example/debian bookworm main # x\n'
  expect(aptSources([text], 'bookworm')).toEqual(['deb http://m.example/debian bookworm main'])
})

test('third-party archives, disabled ones and other releases are left out', () => {
  const vendor = 'deb https://packages.example/apt vendor-bookworm main\ndeb https://m.example/debian trixie main'
  const disabled = 'Types: deb\nEnabled: no\nURIs: https://m.example\nSuites: bookworm\nComponents: main\n'
  expect(aptSources([vendor, disabled], 'bookworm')).toEqual([])
})

test('a host that only adds updates of the release is no source for a whole system', () => {
  expect(aptSources(['deb https://m.example/debian-security bookworm-security main'], 'bookworm')).toEqual([])
})
