import { expect, test } from 'vitest'
import { byteSize } from './byte-size.ts'
import { shownName } from './shown-name.ts'

test('a name cannot read as another: what turns the direction or is not seen stands as its number', () => {
  expect(shownName('photo\u202Egnp.sh')).toBe('photo⟨U+202E⟩gnp.sh')
  expect(shownName('a\nb\u200b\u0007')).toBe('a⟨U+000A⟩b⟨U+200B⟩⟨U+0007⟩')
  expect(shownName('<img src=x onerror=alert(1)> 한국어.ipynb')).toBe('<img src=x onerror=alert(1)> 한국어.ipynb')
})

test('a size is said in the unit that is read best', () => {
  expect([0, 999, 1500, 20_000_000, 250_000_000_000].map(byteSize)).toEqual([
    '0 B',
    '999 B',
    '1.5 kB',
    '20.0 MB',
    '250 GB',
  ])
  expect(byteSize(undefined)).toBe('–')
})
