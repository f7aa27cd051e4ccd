// What nodes may reach. Docker keeps their networks apart; these rules keep them from the host's own listeners, from the
// address where clouds hand out a host's credentials, and, once more, from each other. One pair of chains per
// installation, matched by the beginning of its bridges' names, so nothing is added or taken with a machine; and one for
// each network that several machines share, which lets them reach port 22 of each other, or all of each other in a cluster.

import { execFile, spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { networkInterfaces } from 'node:os'
import { promisify } from 'node:util'
import { bridgePrefix } from './names.ts'
import type { PeerGroup } from './peers.ts'

const run = promisify(execFile)

/**
 * Makes sure of the rules, as often as asked: what has not changed since it was made costs one look, what a firewall's
 * reload took away is made again.
 */
export function firewallOf(installationId: string, peers: () => Promise<PeerGroup[]>): () => Promise<void> {
  let known: string | undefined
  let last: Promise<void> = Promise.resolve()
  const ensure = async (): Promise<void> => {
    const groups = await peers()
    const wanted = JSON.stringify(groups)
    if (known !== undefined && known === wanted + (await rulesNow(installationId))) return
    await makeRules(installationId, groups)
    known = wanted + (await rulesNow(installationId))
  }
  // One after the other: two machines started together would each find a rule missing and both add it.
  return () => {
    last = last.catch(() => undefined).then(ensure)
    return last
  }
}

/** The rules as they are, with the address of each nameserver that is the host's own. */
async function rulesNow(installationId: string): Promise<string> {
  const listing = async (command: string): Promise<string> => {
    const { stdout } = await run(command, ['-w', '5', '-S']).catch(() => ({ stdout: '' }))
    return stdout
      .split('\n')
      .filter((line) => line.includes(`carrel-${installationId}-`))
      .join('\n')
  }
  const parts = await Promise.all([listing('iptables'), listing('ip6tables'), ownNameservers()])
  return parts.flat().join('\n')
}

async function makeRules(installationId: string, groups: readonly PeerGroup[]): Promise<void> {
  const names = { in: `carrel-${installationId}-in`, forward: `carrel-${installationId}-fw` }
  const bridges = `${bridgePrefix(installationId)}+`
  const peers = groups.map(({ network, bridges: own, isCluster }) => ({
    chain: peerChain(installationId, network),
    bridges: own,
    isCluster,
  }))
  await restore('iptables-restore', [
    ...inputRules(names.in, await ownNameservers()),
    ...peers.flatMap(peerRules),
    ...forwardRules(names.forward, bridges, peers),
  ])
  const kept = new Set([...Object.values(names), ...peers.map(({ chain }) => chain)])
  await removeChains(
    'iptables',
    (await chainsOf('iptables', installationId)).filter((chain) => !kept.has(chain)),
  )
  await hook('iptables', 'INPUT', bridges, names.in)
  await hook('iptables', 'DOCKER-USER', bridges, names.forward).catch(() =>
    hook('iptables', 'FORWARD', bridges, names.forward),
  )
  // Nodes have no IPv6 address; the rule is for the day a sysctl gives them one. A host without IPv6 needs none.
  await restore('ip6tables-restore', inputRules(names.in, []))
    .then(() => hook('ip6tables', 'INPUT', bridges, names.in))
    .catch(() => undefined)
}

/** Takes the rules away. Absent is success. */
export async function removeFirewall(installationId: string): Promise<void> {
  const names = { in: `carrel-${installationId}-in`, forward: `carrel-${installationId}-fw` }
  const bridges = `${bridgePrefix(installationId)}+`
  const hooks = [
    ['iptables', 'INPUT', names.in],
    ['iptables', 'DOCKER-USER', names.forward],
    ['iptables', 'FORWARD', names.forward],
    ['ip6tables', 'INPUT', names.in],
  ] as const
  for (const [command, from, to] of hooks) {
    await run(command, ['-w', '5', '-D', from, '-i', bridges, '-j', to]).catch(() => undefined)
  }
  for (const command of ['iptables', 'ip6tables']) {
    await removeChains(command, await chainsOf(command, installationId))
  }
}

async function chainsOf(command: string, installationId: string): Promise<string[]> {
  const { stdout } = await run(command, ['-w', '5', '-S']).catch(() => ({ stdout: '' }))
  return [...stdout.matchAll(/^-N (\S+)$/gm)]
    .map((match) => match[1] ?? '')
    .filter((chain) => chain.startsWith(`carrel-${installationId}-`))
}

/** All are emptied before any goes: none can go while another leads to it. */
async function removeChains(command: string, chains: readonly string[]): Promise<void> {
  for (const action of ['-F', '-X']) {
    for (const chain of chains) await run(command, ['-w', '5', action, chain]).catch(() => undefined)
  }
}

function peerChain(installationId: string, network: string): string {
  return `carrel-${installationId}-n${network}`
}

interface Peers {
  readonly chain: string
  readonly bridges: readonly string[]
  readonly isCluster: boolean
}

/** For packets from one of the machines: to port 22 of another, and back; within a cluster, whatever they are. */
function peerRules({ chain, bridges, isCluster }: Peers): string[] {
  if (isCluster) return [`:${chain} - [0:0]`, ...bridges.map((bridge) => `-A ${chain} -o ${bridge} -j ACCEPT`)]
  return [
    `:${chain} - [0:0]`,
    ...bridges.flatMap((bridge) => [
      `-A ${chain} -o ${bridge} -p tcp --dport 22 -j ACCEPT`,
      `-A ${chain} -o ${bridge} -p tcp --sport 22 -m conntrack --ctstate ESTABLISHED -j ACCEPT`,
    ]),
  ]
}

function inputRules(chain: string, nameservers: readonly string[]): string[] {
  return [
    `:${chain} - [0:0]`,
    `-A ${chain} -m conntrack --ctstate ESTABLISHED,RELATED -j RETURN`,
    ...nameservers.flatMap((address) =>
      ['udp', 'tcp'].map((protocol) => `-A ${chain} -d ${address} -p ${protocol} --dport 53 -j RETURN`),
    ),
    `-A ${chain} -j DROP`,
  ]
}

function forwardRules(chain: string, bridges: string, peers: readonly Peers[]): string[] {
  return [
    `:${chain} - [0:0]`,
    ...peers.flatMap((each) => each.bridges.map((bridge) => `-A ${chain} -i ${bridge} -j ${each.chain}`)),
    `-A ${chain} -o ${bridges} -j DROP`,
    `-A ${chain} -d 169.254.0.0/16 -j DROP`,
  ]
}

/** Nameservers in use that are the host itself: names would not resolve in nodes without them. */
async function ownNameservers(): Promise<string[]> {
  const own = new Set(Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map((entry) => entry.address)))
  const text = await readFile('/etc/resolv.conf', 'utf8').catch(() => '')
  return [...text.matchAll(/^nameserver\s+([\d.]+)\s*$/gm)]
    .map((match) => match[1] ?? '')
    .filter((address) => own.has(address) && !address.startsWith('127.'))
}

/** Chains that are named are emptied first; all of it happens or none. */
function restore(command: string, lines: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, ['--noflush', '-w', '5'], { stdio: ['pipe', 'ignore', 'pipe'] })
    let complaint = ''
    child.stderr.on('data', (chunk) => {
      complaint += String(chunk)
    })
    child.on('error', reject)
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`${command}: ${complaint.trim()}`))))
    child.stdin.on('error', () => undefined)
    child.stdin.end(['*filter', ...lines, 'COMMIT', ''].join('\n'))
  })
}

async function hook(command: string, from: string, bridges: string, to: string): Promise<void> {
  const rule = ['-i', bridges, '-j', to]
  await run(command, ['-w', '5', '-C', from, ...rule]).catch(() => run(command, ['-w', '5', '-I', from, ...rule]))
}
