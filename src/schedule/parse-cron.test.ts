import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseCron } from './parse-cron.ts'

function field(index: number, text: string): number[] {
  const parts = ['0', '0', '*', '*', '*']
  parts[index] = text
  const { minutes, hours, days, months, weekDays } = parseCron(parts.join(' '))
  return [...([minutes, hours, days, months, weekDays][index] ?? [])].toSorted((a, b) => a - b)
}

describe('CI-60: a cron expression', () => {
  test('has numbers, inclusive ranges and lists', () => {
    expect(field(0, '0,15,30-32')).toEqual([0, 15, 30, 31, 32])
    expect(field(4, '1-5')).toEqual([1, 2, 3, 4, 5])
    expect(field(1, '*')).toHaveLength(24)
  })

  test('has steps: over all, over a range, and from a value to the end', () => {
    expect(field(0, '*/20')).toEqual([0, 20, 40])
    expect(field(0, '10-30/10')).toEqual([10, 20, 30])
    expect(field(0, '50/4')).toEqual([50, 54, 58])
    expect(field(3, '*/5')).toEqual([1, 6, 11])
  })

  test('takes any beginning of an English name, the first that fits', () => {
    expect(field(4, 'mon')).toEqual([1])
    expect(field(4, 't')).toEqual([2])
    expect(field(4, 'S')).toEqual([0])
    expect(field(4, 'Monday-fri')).toEqual([1, 2, 3, 4, 5])
    expect(field(3, 'j')).toEqual([1])
    expect(field(3, 'June')).toEqual([6])
  })

  test('swaps a range that is the wrong way round', () => {
    expect(field(4, '5-1')).toEqual([1, 2, 3, 4, 5])
  })

  test.each([
    ['0 18 * *', /4 fields/],
    ['0 18 * * * *', /6 fields/],
    ['', /0 fields/],
    ['60 0 * * *', /'60' is not a minute/],
    ['0 24 * * *', /not a hour/],
    ['0 0 0 * *', /day of month/],
    ['0 0 * 13 *', /month/],
    ['0 0 * * 7', /day of week/],
    ['0 0 L * *', /day of month/],
    ['0 0 ? * *', /day of month/],
    ['0 0 * * 5#2', /day of week/],
    ['@daily', /1 fields/],
    ['*/0 * * * *', /minute/],
    ['1-2-3 * * * *', /minute/],
    ['1,,2 * * * *', /minute/],
    ['-5 * * * *', /minute/],
    ['mon * * * *', /minute/],
  ])('"%s" is refused', (text, reason) => {
    expect(() => parseCron(text)).toThrow(reason)
  })

  test('anything else is refused or has values within the field, and ends', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...'0123456789*/-, mtwjs'), { maxLength: 30 }), (letters) => {
        try {
          const { minutes, weekDays } = parseCron(letters.join(''))
          expect(Math.max(...minutes)).toBeLessThanOrEqual(59)
          expect(Math.max(...weekDays)).toBeLessThanOrEqual(6)
        } catch (error) {
          expect(error).toBeInstanceOf(Error)
        }
      }),
    )
  })
})
