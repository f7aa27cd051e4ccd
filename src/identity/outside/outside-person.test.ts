import { expect, test } from 'vitest'
import { usableName } from './outside-person.ts'

test.each([
  ['Grace@Lab.Example', 'grace@lab.example'],
  ['LAB\\grace', 'lab-grace'],
  ['Åsa Öst', 'asa-ost'],
  ['../../etc', 'etc'],
  ['-.x.-', 'x'],
  ['日本', 'user'],
  ['', 'user'],
  [undefined, 'user'],
  ['11111111-2222-3333-4444-555555555555', 'user'],
  ['x'.repeat(500), 'x'.repeat(100)],
  [`${'x'.repeat(99)}-y`, 'x'.repeat(99)],
])('%s is called %s here', (there, here) => {
  expect(usableName(there)).toBe(here)
})
