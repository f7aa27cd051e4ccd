import { expect, test } from 'vitest'
import { createNotices } from './notices.ts'

test('each matter is told once, and not without end', () => {
  const lines: string[] = []
  const notices = createNotices((text) => lines.push(text))
  notices.tell('a', 'it went wrong', 'do this')
  notices.tell('a', 'it went wrong again', 'do this')
  expect(lines).toEqual(['carrel exec: it went wrong\n  next: do this\n'])
  for (let each = 0; each < 100; each++) notices.tell(`host ${each}`, 'no', 'yes')
  expect(lines).toHaveLength(21)
  expect(lines.at(-1)).toContain('left out')
})
