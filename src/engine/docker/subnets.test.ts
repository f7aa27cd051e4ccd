import { expect, test } from 'vitest'
import { freeSubnets, routedSubnets } from './subnets.ts'

test('every subnet of the range is offered once, beginning where the key says', () => {
  const all = [...freeSubnets('10.201.3.0/24', { seed: 'c-one', bits: 28 }, [])]
  expect(all).toHaveLength(16)
  expect(new Set(all).size).toBe(16)
  expect(all.every((subnet) => /^10\.201\.3\.\d+\/28$/.test(subnet))).toBe(true)
  expect([...freeSubnets('10.201.3.0/24', { seed: 'c-one', bits: 28 }, [])]).toEqual(all)
  const starts = ['a', 'b', 'c', 'd'].map(
    (key) => freeSubnets('10.201.0.0/16', { seed: key, bits: 28 }, []).next().value,
  )
  expect(new Set(starts).size).toBe(4)
})

test('what overlaps a route is left out, whichever of the two is larger', () => {
  const taken = ['10.201.3.0/25', '10.201.3.132/30', '10.201.3.240/28', '192.168.0.0/16']
  const free = [...freeSubnets('10.201.3.0/24', { seed: 'c-one', bits: 28 }, taken)]
  expect(free.sort()).toEqual([144, 160, 176, 192, 208, 224].map((last) => `10.201.3.${last}/28`))
  expect([...freeSubnets('10.201.3.0/24', { seed: 'c-one', bits: 28 }, ['10.0.0.0/8'])]).toEqual([])
})

test('a range that is none is refused', () => {
  expect(() => [...freeSubnets('a range', { seed: 'c-one', bits: 28 }, [])]).toThrow('not a subnet')
})

test('routes of the host are read without the default one', () => {
  const routes = [
    'Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT',
    'eth0\t00000000\t0101A8C0\t0003\t0\t0\t0\t00000000\t0\t0\t0',
    'docker0\t000011AC\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0',
    'cx\t2001C90A\t00000000\t0001\t0\t0\t0\tF0FFFFFF\t0\t0\t0',
    '',
  ].join('\n')
  expect(routedSubnets(routes)).toEqual(['172.17.0.0/16', '10.201.1.32/28'])
})
