import { expect, test } from 'vitest'
import { freeRange, parseRoutes, parseSubnet } from './network-range.ts'

const header = 'Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT'

test('routes are read in network order, and the default route is no obstacle', () => {
  const table = [
    header,
    'eth0\t00000000\t0100000A\t0003\t0\t0\t0\t00000000\t0\t0\t0',
    'docker0\t000011AC\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0',
  ].join('\n')
  expect(parseRoutes(table)).toEqual([parseSubnet('172.17.0.0/16')])
})

test('a range that overlaps a route, whichever of the two is wider, is passed over', () => {
  const first = freeRange([], 0)
  expect(first).toBe('10.223.0.0/16')
  const narrow = parseSubnet('10.223.4.16/28') ?? { address: 0, prefix: 0 }
  const wide = parseSubnet('10.220.0.0/14') ?? { address: 0, prefix: 0 }
  expect(freeRange([narrow], 0)).toBe('10.222.0.0/16')
  expect(freeRange([wide], 0)).toBe('10.219.0.0/16')
})

test('the search goes round and ends with undefined when all of 10.128.0.0/9 is routed', () => {
  const below = Array.from({ length: 5 }, (_, index) => ({ address: (10 << 24) | ((128 + index) << 16), prefix: 16 }))
  expect(freeRange(below, 91)).toBe('10.223.0.0/16')
  expect(freeRange([{ address: (10 << 24) | (128 << 16), prefix: 9 }], 17)).toBeUndefined()
})

test('what is no IPv4 subnet is not one', () => {
  expect(parseSubnet('fd00::/64')).toBeUndefined()
})
