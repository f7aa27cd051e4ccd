import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { findTimeZone } from './time-zone.ts'

const published = join(import.meta.dirname, '../../../shared/specs/windowsZones.json')

describe('CI-55: a time zone', () => {
  test.each([
    ['Pacific Standard Time', 'America/Los_Angeles'],
    ['w. europe standard time', 'Europe/Berlin'],
    ['UTC', 'UTC'],
    ['Korea Standard Time', 'Asia/Seoul'],
    // Named by azure-ai-ml's own list.
    ['Mid-Atlantic Standard Time', 'Etc/GMT+2'],
    ['Kamchatka Standard Time', 'Asia/Kamchatka'],
    ['Europe/Berlin', 'Europe/Berlin'],
    ['asia/tokyo', 'Asia/Tokyo'],
  ])('%s is %s', (name, zone) => {
    expect(same(findTimeZone(name), zone)).toBe(true)
  })

  test.each(['', 'Middle-earth Standard Time', '+01:00', 'GMT+25', '../etc/passwd'])('"%s" is none', (name) => {
    expect(findTimeZone(name)).toBeUndefined()
  })

  test('every Windows name that is published is known, and means what it is published to', ({ skip }) => {
    if (!existsSync(published)) {
      console.log('skipped: the published zones are not beside this project')
      skip()
    }
    const { zones } = JSON.parse(readFileSync(published, 'utf8')) as { zones: Record<string, { '001'?: string[] }> }
    const other = Object.entries(zones).filter(([name, of]) => !same(findTimeZone(name), of['001']?.[0]))
    expect(other.map(([name]) => name)).toEqual([])
  })
})

/** Also under two names of the same zone. */
function same(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && canonical(one) === canonical(other)
}

function canonical(zone: string): string {
  return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone
}
