// What of an installation lies on the machine beside what its database says should: nothing transitional, lost, doubled or
// orphaned. Every line it answers is a complaint.

import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import Database from 'better-sqlite3'
import Docker from 'dockerode'
import { pathsIn, readConfig } from '../../src/config.ts'
import { machineGroups } from '../../src/engine/docker/groups/machine-groups.ts'
import { bridgeName, dockerName, labels } from '../../src/engine/docker/names.ts'
import type { NodeDesired, NodeObserved } from '../../src/fleet/fleet.ts'

const run = promisify(execFile)

/** Of an installation whose store is SQLite, at rest: undefined when all is as its rows say, else what is not. */
export async function leftBehind(data: string): Promise<string | undefined> {
  const { installation } = await readConfig(data)
  const rows = readRows(data)
  const complaints = [
    ...rows.transitional,
    ...(await dockerComplaints(installation, rows.nodes)),
    ...(await folderComplaints(data, rows.nodes)),
    ...(await mountComplaints(data, rows.nodes)),
    ...(await firewallComplaints(installation.installationId, rows.nodes)),
    ...(await groupsOf(installation))
      .filter((key) => !rows.nodes.some(({ machineKey }) => machineKey === key))
      .map((key) => `control group of no machine ${key}`),
  ]
  return complaints.length === 0 ? undefined : complaints.join('\n')
}

/** Of an installation that was purged. Its id was read before. */
export async function leftAfterPurge(data: string, installationId: string, dockerSocket: string): Promise<string[]> {
  const { containers, networks, sidecars } = await inDocker({ installationId, dockerSocket })
  const processes = await processesWith(data)
  return [
    ...[...containers.keys(), ...networks, ...sidecars].map((name) => `in Docker: ${name}`),
    ...(await mountsBelow(data)).map((path) => `mounted: ${path}`),
    ...(await firewallLines(installationId)).map((line) => `firewall: ${line}`),
    ...(await groupsOf({ installationId, dockerSocket })).map((key) => `control group: ${key}`),
    ...processes.map((line) => `process: ${line}`),
    ...(await readdir(data).catch(() => [])).map((name) => `file: ${name}`),
  ]
}

interface SeenNode {
  readonly id: string
  readonly machineKey: string
  readonly power: NodeDesired['power']
  /** It has run, or should: a machine that was stopped before its first start need not be there. */
  readonly isMade: boolean
}

function readRows(data: string): { transitional: string[]; nodes: SeenNode[] } {
  const database = new Database(pathsIn(data).database, { readonly: true })
  try {
    const operations = database
      .prepare<[], { verb: string; resource_id: string }>(
        "select verb, resource_id from operations where status = 'InProgress'",
      )
      .all()
    const resources = database.prepare<[], ResourceRow>('select * from resources').all()
    const nodes = resources.filter((row) => row.type === 'carrel/nodes')
    return {
      transitional: [
        ...operations.map((each) => `operation under way: ${each.verb} of ${each.resource_id}`),
        ...resources.flatMap((row) => (row.deleted_at === null ? [] : [`marked deleted: ${row.id}`])),
        ...resources.flatMap((row) => (row.due_at === null ? [] : [`still due: ${row.id}`])),
        ...nodes.flatMap(nodeComplaints),
      ],
      nodes: nodes.map((row) => {
        const { machineKey, power }: NodeDesired = JSON.parse(row.desired)
        const observed: NodeObserved | null = JSON.parse(row.observed ?? 'null')
        return { id: row.id, machineKey, power, isMade: power === 'running' || (observed?.boot ?? 0) > 0 }
      }),
    }
  } finally {
    database.close()
  }
}

interface ResourceRow {
  readonly id: string
  readonly type: string
  readonly desired: string
  readonly observed: string | null
  readonly deleted_at: number | null
  readonly due_at: number | null
}

function nodeComplaints(row: ResourceRow): string[] {
  const desired: NodeDesired = JSON.parse(row.desired)
  const observed: NodeObserved | undefined = row.observed === null ? undefined : JSON.parse(row.observed)
  return observed?.phase === desired.power ? [] : [`${row.id} is ${observed?.phase}, should be ${desired.power}`]
}

interface Place {
  readonly installationId: string
  readonly dockerSocket: string
}

async function dockerComplaints(place: Place, nodes: readonly SeenNode[]): Promise<string[]> {
  const { containers, networks, sidecars } = await inDocker(place)
  const expected = new Map(nodes.map((node) => [dockerName(place.installationId, node.machineKey), node]))
  const states = { running: 'running', stopped: 'exited' } as const
  const made = [...expected].filter(([, node]) => node.isMade)
  return [
    ...[...containers.keys()].flatMap((name) => (expected.has(name) ? [] : [`orphaned container ${name}`])),
    ...sidecars.flatMap((key) =>
      nodes.some((node) => node.machineKey === key) ? [] : [`application of no machine ${key}`],
    ),
    ...networks.flatMap((name) => (expected.has(name) ? [] : [`orphaned network ${name}`])),
    ...made.flatMap(([name, node]) =>
      containers.get(name) === states[node.power]
        ? []
        : [`container ${name} is ${containers.get(name) ?? 'absent'}, should be ${states[node.power]}`],
    ),
    ...made.flatMap(([name]) =>
      networks.filter((network) => network === name).length === 1 ? [] : [`not one network ${name}`],
    ),
  ]
}

async function inDocker({ installationId, dockerSocket }: Place) {
  const docker = new Docker({ socketPath: dockerSocket })
  const filters = { label: [`${labels.installation}=${installationId}`] }
  const [containers, networks] = await Promise.all([
    docker.listContainers({ all: true, filters }),
    docker.listNetworks({ filters }),
  ])
  // A list shows what Docker has noted, and with a full disk it notes nothing.
  const stateOf = async ({ Names, Id }: Docker.ContainerInfo): Promise<[name: string, state: string]> => {
    const { State } = await docker.getContainer(Id).inspect()
    return [(Names[0] ?? Id).replace(/^\//, ''), State.Status]
  }
  return {
    sidecars: containers.flatMap(({ Labels: own }) => (own[labels.sidecar] ? [own[labels.machine] ?? ''] : [])),
    containers: new Map(await Promise.all(containers.filter(({ Labels: own }) => !own[labels.sidecar]).map(stateOf))),
    networks: networks.map(({ Name }) => Name),
  }
}

function groupsOf({ installationId, dockerSocket }: Place): Promise<string[]> {
  const log = { info: () => undefined, warn: () => undefined }
  return machineGroups({ docker: new Docker({ socketPath: dockerSocket }), installationId, log }).keys()
}

async function folderComplaints(data: string, nodes: readonly SeenNode[]): Promise<string[]> {
  const { volumes } = pathsIn(data)
  const list = (name: string) => readdir(join(volumes, name)).catch(() => [])
  const folders = new Set(await list('nodes'))
  const expected = nodes.map((node) => node.machineKey)
  return [
    ...(await list('trash')).map((name) => `left in the trash: ${name}`),
    ...nodes.flatMap((node) =>
      node.isMade && !folders.has(node.machineKey) ? [`no folder of ${node.machineKey}`] : [],
    ),
    ...[...folders].filter((key) => !expected.includes(key)).map((key) => `orphaned folder ${key}`),
  ]
}

/** The volumes' own mount, and for each node one of each share that it sees and one of its temporary disk, each once. */
async function mountComplaints(data: string, nodes: readonly SeenNode[]): Promise<string[]> {
  const { volumes } = pathsIn(data)
  const mounts = await mountsBelow(data)
  const doubled = mounts.filter((path, index) => mounts.indexOf(path) !== index)
  const isKnown = (path: string) =>
    path === volumes ||
    nodes.some(({ machineKey, power }) => {
      const own = join(volumes, 'nodes', machineKey)
      return path.startsWith(`${join(own, 'mounts')}/`) || (path === join(own, 'tmp') && power === 'running')
    })
  return [
    ...doubled.map((path) => `mounted twice: ${path}`),
    ...mounts.filter((path) => !isKnown(path)).map((path) => `orphaned mount ${path}`),
    ...(mounts.includes(volumes) ? [] : [`${volumes} is not mounted`]),
  ]
}

export async function mountsBelow(data: string): Promise<string[]> {
  const text = await readFile('/proc/self/mountinfo', 'utf8')
  return text
    .split('\n')
    .map((line) => line.split(' ')[4] ?? '')
    .filter((path) => path.startsWith(`${data}/`))
}

/** Our two chains and what leads to them, each rule once, and Docker's own rules for bridges that are there. */
async function firewallComplaints(installationId: string, nodes: readonly SeenNode[]): Promise<string[]> {
  const lines = await firewallLines(installationId)
  const doubled = lines.filter((line, index) => lines.indexOf(line) !== index)
  const known = [
    `carrel-${installationId}-in`,
    `carrel-${installationId}-fw`,
    ...nodes.map((node) => bridgeName(installationId, node.machineKey)),
  ]
  const strays = lines.filter((line) => !known.some((name) => line.split(' ').includes(name)))
  return [...doubled, ...strays].map((line) => `stale rule ${line}`)
}

async function firewallLines(installationId: string): Promise<string[]> {
  const listings = ['iptables', 'ip6tables'].map(async (command) => {
    const { stdout } = await run(`/usr/sbin/${command}`, ['-w', '5', '-S']).catch(() => ({ stdout: '' }))
    return stdout
      .split('\n')
      .filter((line) => line.includes(`carrel-${installationId}`) || line.includes(`-i c${installationId}`))
      .map((line) => `${command} ${line}`)
  })
  return (await Promise.all(listings)).flat()
}

/** Command lines that name the data folder. A child has its parent's until it has begun its own program: that is no other. */
export async function processesWith(data: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const seen = (await Promise.all(pids.map(processOf))).filter(({ words }) => words.includes(data))
  const isBegun = ({ parent, line }: SeenProcess) => !seen.some((each) => each.pid === parent && each.line === line)
  return seen.filter(isBegun).map(({ line }) => line)
}

type SeenProcess = Awaited<ReturnType<typeof processOf>>

async function processOf(pid: string) {
  const read = (name: string) => readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '')
  const [status, command] = [await read('status'), await read('cmdline')]
  const words = command.split('\0')
  return { pid, parent: /^PPid:\s*(\d+)/m.exec(status)?.[1], words, line: words.join(' ') }
}
