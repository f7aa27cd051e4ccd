// Who may import whom. The tables are the rules; the functions answer what goes against them, as sentences.

import { matchesGlob } from 'node:path'
import { type SourceFile, targetOf } from './source-files.ts'

export interface Edge {
  readonly from: string
  readonly to: string
  readonly isType: boolean
}

const below = [
  'base',
  'schedule',
  'template',
  'policy',
  'store',
  'engine',
  'share',
  'control',
  'fleet',
  'arm',
  'access',
  'identity',
]
const everything = [
  ...below,
  'config',
  'providers',
  'http',
  'gateway',
  'supervisor',
  'image',
  'host',
  'exec',
  'server',
  'cli',
]
/** Which layers each may import, beside itself. A new folder under src needs a line here. */
const mayImport: Record<string, readonly string[]> = {
  base: [],
  // Pure: times in, times out.
  schedule: ['base'],
  // Pure: a template in, a plan out.
  template: ['base'],
  // Pure: a rule and a document in, a decision out.
  policy: ['base', 'template'],
  supervisor: [],
  config: ['base'],
  store: ['base'],
  // An engine removes what nodes wrote, and hostile folders are opened by `share` alone.
  engine: ['base', 'share'],
  share: ['base'],
  control: ['base', 'store', 'engine'],
  fleet: ['base', 'store', 'engine', 'control'],
  arm: ['base', 'store', 'control', 'fleet'],
  access: ['base', 'template', 'policy', 'store', 'arm'],
  identity: ['base', 'store', 'arm', 'access', 'config'],
  providers: [
    'base',
    'schedule',
    'template',
    'policy',
    'store',
    'share',
    'control',
    'fleet',
    'arm',
    'access',
    'identity',
  ],
  // A workspace's files are opened by `share` alone; the door onto them is here.
  // Templates come in JSON of their own, read at the edge.
  http: ['base', 'template', 'store', 'share', 'arm', 'access', 'identity', 'config'],
  gateway: ['base', 'store', 'engine', 'fleet', 'arm', 'access', 'identity', 'config'],
  image: ['base'],
  server: everything.filter((layer) => layer !== 'cli' && layer !== 'exec'),
  host: everything.filter((layer) => layer !== 'cli' && layer !== 'exec'),
  // A program of the caller's machine, which may hold no server.
  exec: ['base'],
  cli: ['base', 'config', 'host', 'exec', 'arm', 'providers'],
  main: everything,
}

/** Where the server is put together. */
const composition = ['src/server/**']

/** The command that becomes the process, the one binary's other half. */
const processStarts = [
  'src/cli/commands/processes.ts → src/server/run-server.ts',
  'src/cli/commands/processes.ts → src/gateway/run-gateway.ts',
]

/** Files that only those named may import: what is behind an interface, and what would be a private door. */
const reserved: readonly { readonly target: string; readonly importers: readonly string[]; readonly why: string }[] = [
  {
    target: 'src/store/{sql-store,open-*,accept,settle,lease-due}.ts',
    importers: ['src/store/**', ...composition, 'src/host/**', 'src/gateway/run-gateway.ts'],
    why: 'Only what composes a process names a database.',
  },
  {
    target: 'src/engine/{docker,kubernetes,memory}/**',
    importers: ['src/engine/**', ...composition, 'src/host/**'],
    why: 'Only what composes the server names an engine, and the gateway never holds one.',
  },
  {
    target: 'src/arm/!(wire).ts',
    importers: [...composition, ...everything.filter((layer) => layer !== 'cli').map((layer) => `src/${layer}/**`)],
    why: 'The CLI talks to the API; it sees the wire form alone.',
  },
  {
    target: 'src/providers/**/!(wire|lifecycle).ts',
    importers: ['src/providers/**', ...composition, 'src/host/**'],
    why: 'What a type does is reached through the API; its wire form and lifecycle are for all.',
  },
]

export function edges(files: readonly SourceFile[]): Edge[] {
  return files.flatMap(({ path, imports }) =>
    imports.flatMap((each) => {
      const to = targetOf(path, each)
      return to === undefined ? [] : [{ from: path, to, isType: each.isType }]
    }),
  )
}

export function againstLayers(all: readonly Edge[]): string[] {
  return all
    .filter(({ from, to }) => {
      const [layer, target] = [layerOf(from), layerOf(to)]
      return layer !== target && !mayImport[layer]?.includes(target)
    })
    .map(printed)
    .filter((each) => !processStarts.includes(each))
}

export function againstReservations(all: readonly Edge[]): string[] {
  return all.flatMap(({ from, to }) =>
    reserved
      .filter(({ target, importers }) => matchesGlob(to, target) && !importers.some((each) => matchesGlob(from, each)))
      .map(({ why }) => `${from} → ${to}: ${why}`),
  )
}

export function betweenProviders(all: readonly Edge[]): string[] {
  const providerOf = (path: string) => /^src\/providers\/([^/]+)\//.exec(path)?.[1]
  return all
    .filter(({ from, to }) => {
      const [provider, other] = [providerOf(from), providerOf(to)]
      return provider !== undefined && other !== undefined && provider !== other
    })
    .map(printed)
}

/** What goes against the order inside `web/`: pages and forms on top, below them what draws and what asks. */
export function againstPages(all: readonly Edge[]): string[] {
  const partOf = (path: string) =>
    /^web\/(api|ui|i18n|features\/[^/]+)\//.exec(path)?.[1] ?? (path.startsWith('web/') ? 'web' : 'src')
  const mayUse: Readonly<Record<string, readonly string[]>> = {
    api: ['web'],
    i18n: [],
    ui: ['api', 'i18n'],
    // The frame around every page names the workspace it is in.
    'features/shell': ['features/workspaces'],
    // Its lines are filled with one of the workspaces.
    'features/connect': ['features/workspaces'],
  }
  return all
    .filter(({ from, to }) => {
      const [part, target] = [partOf(from), partOf(to)]
      if (part === 'src' || part === target) return false
      if (target === 'src') return true
      if (part === 'web') return false
      const common = part.startsWith('features/') ? ['api', 'ui', 'i18n', 'web'] : []
      return ![...common, ...(mayUse[part] ?? [])].includes(target)
    })
    .map(printed)
}

/** Each as the way round, found once. Types do not count: they are gone before anything is loaded. */
export function cycles(all: readonly Edge[]): string[] {
  const next = new Map<string, string[]>()
  for (const { from, to } of all.filter(({ isType }) => !isType)) next.set(from, [...(next.get(from) ?? []), to])
  const found: string[] = []
  const done = new Set<string>()
  const visit = (path: string, way: readonly string[]): void => {
    if (way.includes(path)) found.push([...way.slice(way.indexOf(path)), path].join(' → '))
    if (way.includes(path) || done.has(path)) return
    for (const to of next.get(path) ?? []) visit(to, [...way, path])
    done.add(path)
  }
  for (const path of next.keys()) visit(path, [])
  return found
}

export function printed({ from, to }: Edge): string {
  return `${from} → ${to}`
}

/** The folder under src; the files in src itself are config, main, and for the rest the server. */
function layerOf(path: string): string {
  const [, layer = '', ...deeper] = path.split('/')
  if (deeper.length > 0) return layer
  return layer === 'config.ts' || layer === 'main.ts' ? layer.replace('.ts', '') : 'server'
}
