// Which addresses belong to the public internet. A server that fetches what people name must reach nothing else: not
// itself, not its neighbours, not the address where clouds hand out credentials.

import { BlockList, isIP } from 'node:net'

const special = new BlockList()
for (const [address, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  special.addSubnet(address, prefix, 'ipv4')

/** Of IPv6 only global unicast is public, and of that not what stands for an IPv4 address or is set aside. */
const unicast = new BlockList()
unicast.addSubnet('2000::', 3, 'ipv6')
const setAside = new BlockList()
for (const [address, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  setAside.addSubnet(address, prefix, 'ipv6')

/** False for anything that is no address at all. */
export function isPublicAddress(address: string): boolean {
  const [plain = ''] = address.split('%')
  const family = isIP(plain)
  if (family === 4) return !special.check(plain, 'ipv4')
  return family === 6 && unicast.check(plain, 'ipv6') && !setAside.check(plain, 'ipv6')
}
