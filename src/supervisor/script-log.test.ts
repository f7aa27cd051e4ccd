import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ScriptLog } from './script-log.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'carrel-log-'))
  mkdirSync(join(folder, 'share'))
  mkdirSync(join(folder, 'elsewhere'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const uid = process.getuid?.() ?? 0
const open = (names: readonly string[]) =>
  new ScriptLog({
    path: join(folder, 'kept/creation.log'),
    stored: { root: join(folder, 'share'), names, file: 'creation-1.log' },
    uid,
  })

test('CI-85: what is printed is kept and stored, as it comes', () => {
  const log = open(['Logs', 'one'])
  log.write(Buffer.from('first\n'))
  expect(readFileSync(join(folder, 'kept/creation.log'), 'utf8')).toBe('first\n')
  log.write(Buffer.from('last\n'))
  log.close()
  expect(readFileSync(join(folder, 'share/Logs/one/creation-1.log'), 'utf8')).toBe('first\nlast\n')
})

test('CI-85: a link on the share leads no log out of it, and the log is kept all the same', () => {
  symlinkSync(join(folder, 'elsewhere'), join(folder, 'share/Logs'))
  const log = open(['Logs', 'one'])
  log.write(Buffer.from('text'))
  log.close()
  expect(readdirSync(join(folder, 'elsewhere'))).toEqual([])
  expect(readFileSync(join(folder, 'kept/creation.log'), 'utf8')).toBe('text')
})

test('CI-85: a file that lies there already is not written', () => {
  mkdirSync(join(folder, 'share/Logs/one'), { recursive: true })
  symlinkSync(join(folder, 'elsewhere/made'), join(folder, 'share/Logs/one/creation-1.log'))
  const log = open(['Logs', 'one'])
  log.write(Buffer.from('text'))
  log.close()
  expect(readdirSync(join(folder, 'elsewhere'))).toEqual([])
})

test('one that prints without end keeps its beginning and its end', () => {
  const log = open(['Logs'])
  log.write(Buffer.from('first\n'))
  for (let count = 0; count < 10; count++) log.write(Buffer.alloc(1024 * 1024, 'x'))
  log.write(Buffer.from('last\n'))
  log.close()
  const text = readFileSync(join(folder, 'kept/creation.log'), 'utf8')
  expect(text.length).toBeLessThan(9 * 1024 * 1024)
  expect([text.slice(0, 6), text.slice(-6), text.includes('bytes left out]')]).toEqual(['first\n', 'xlast\n', true])
})
