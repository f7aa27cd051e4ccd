import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { machineEnvironment, parseEnvironment } from './machine-environment.ts'

test.each([
  ['OWN=yes', { OWN: 'yes' }],
  ['export OWN=yes\r', { OWN: 'yes' }],
  ['OWN="two words"', { OWN: 'two words' }],
  ['OWN=\'a "b" $HOME\'', { OWN: 'a "b" $HOME' }],
  ['OWN=yes # why', { OWN: 'yes' }],
  ['OWN=http://proxy.example:3128/#a', { OWN: 'http://proxy.example:3128/#a' }],
  ['OWN=a=b\nOWN=c', { OWN: 'c' }],
  ['OWN=', { OWN: '' }],
  ['# OWN=yes\n\n=no\n1ST=no\nnothing', {}],
  ['PATH=/nowhere\nOWN=yes', { OWN: 'yes' }],
  ['OWN="open', { OWN: '"open' }],
])('%j is read as sign-ins read it, but for the PATH', (text, expected) => {
  expect(parseEnvironment(text)).toEqual(expected)
})

test('a machine without the file has no variables of its own', () => {
  const folder = mkdtempSync(join(tmpdir(), 'environment-'))
  const path = join(folder, 'environment')
  expect(machineEnvironment(path)).toEqual({})
  writeFileSync(path, 'OWN=yes\n')
  expect(machineEnvironment(path)).toEqual({ OWN: 'yes' })
  rmSync(folder, { recursive: true })
})
