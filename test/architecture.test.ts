import { describe, expect, test } from 'vitest'
import {
  againstLayers,
  againstPages,
  againstReservations,
  betweenProviders,
  cycles,
  edges,
  printed,
} from './support/import-rules.ts'
import { type Import, importsOf, sourceFiles } from './support/source-files.ts'

const shipped = sourceFiles('src/**/*.ts').filter(({ path }) => !path.endsWith('.test.ts'))
const pages = sourceFiles('web/**/*.{ts,tsx}')
const written = [...sourceFiles('src/**/*.ts', 'test/**/*.ts', 'bench/**/*.ts'), ...pages]
const all = edges(shipped)

describe('the house', () => {
  test('every file imports only from its own layer and those below', () => {
    expect(againstLayers(all)).toEqual([])
  })

  test('what is behind an interface is named only where a process is put together', () => {
    expect(againstReservations(all)).toEqual([])
  })

  test('pages import what draws and what asks, no other page, and nothing of the server', () => {
    expect(againstPages(edges(pages))).toEqual([])
    const edge = (from: string, to: string) => ({ from: `web/${from}`, to, isType: true })
    expect(againstPages([edge('features/a/x.ts', 'web/features/b/y.ts')])).toHaveLength(1)
    expect(againstPages([edge('ui/x.ts', 'web/features/b/y.ts')])).toHaveLength(1)
    expect(againstPages([edge('api/x.ts', 'src/arm/wire.ts')])).toHaveLength(1)
  })

  test('no provider imports another', () => {
    expect(betweenProviders(all)).toEqual([])
  })

  test('nothing that is shipped imports a test, a bench or anything else outside src', () => {
    expect(all.filter(({ to }) => !to.startsWith('src/')).map(printed)).toEqual([])
  })

  test('only the command line imports by a computed name, to find the test runner', () => {
    const computed = shipped.filter(({ imports }) => imports.some(({ specifier }) => specifier === '?'))
    expect(computed.map(({ path }) => path).filter((path) => !/^src\/(main|cli\/.*)\.ts$/.test(path))).toEqual([])
  })

  test('no file comes back to itself by its imports', () => {
    expect(cycles(all)).toEqual([])
  })

  test('every file exports by name, and none is a list of others’ exports', () => {
    const strays = written.filter(
      ({ path, text }) =>
        !path.endsWith('.config.ts') && /^export (?:default\b|(?:type )?(?:\*|\{[^}]*\})[^;\n]* from )/m.test(text),
    )
    expect(strays.map(({ path }) => path)).toEqual([])
  })

  test('files are short: none above 400 lines, nine of ten within 250, half within 100', () => {
    const sizes = written.map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
    const sorted = sizes.map(({ lines }) => lines).sort((a, b) => a - b)
    const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? 0
    console.log(`${sorted.length} files, lines: median ${at(0.5)}, p90 ${at(0.9)}, longest ${at(1)}`)
    expect(sizes.filter(({ lines }) => lines > 400)).toEqual([])
    expect(at(0.5)).toBeLessThanOrEqual(100)
    expect(at(0.9)).toBeLessThanOrEqual(250)
  })
})

describe('the rules', () => {
  const edge = (from: string, to: string) => ({ from: `src/${from}.ts`, to: `src/${to}.ts`, isType: true })

  test.each([
    ['base/log', 'store/store'],
    ['control/controller', 'arm/operations'],
    ['providers/compute/provider', 'engine/engine'],
    ['http/app', 'engine/engine'],
    ['supervisor/supervisor', 'base/log'],
    ['store/store', 'server/server'],
    ['a-new-folder/file', 'base/log'],
  ])('refuse that %s imports %s, a layer it must not know', (from, to) => {
    expect(againstLayers([edge(from, to)])).toHaveLength(1)
  })

  test.each([
    ['gateway/gateway', 'engine/docker/docker-engine'],
    ['gateway/gateway', 'store/sql-store'],
    ['providers/compute/provider', 'store/open-database'],
    ['cli/client', 'arm/operations'],
    ['cli/client', 'providers/machinelearning/computes/computes'],
  ])('refuse that %s imports %s, which is behind an interface', (from, to) => {
    expect(againstReservations([edge(from, to)])).toHaveLength(1)
  })

  test.each([
    ['server/server', 'store/sql-store'],
    ['server/server', 'engine/docker/docker-engine'],
    ['cli/client', 'arm/wire'],
    ['cli/client', 'providers/machinelearning/computes/lifecycle'],
    ['providers/machinelearning/computes/computes', 'arm/resource-type'],
    ['control/controller', 'store/store'],
  ])('allow that %s imports %s', (from, to) => {
    const one = [edge(from, to)]
    expect([...againstLayers(one), ...againstReservations(one), ...betweenProviders(one)]).toEqual([])
  })

  test('refuse that one provider imports another', () => {
    expect(betweenProviders([edge('providers/a/x', 'providers/b/y')])).toHaveLength(1)
    expect(betweenProviders([edge('providers/a/x', 'providers/a/deep/y')])).toEqual([])
  })

  test('see a way that leads back, unless it is of types alone', () => {
    const ring = [edge('a', 'b'), edge('b', 'c'), edge('c', 'a'), edge('c', 'd')]
    expect(cycles(ring.map((each) => ({ ...each, isType: false })))).toEqual([
      'src/a.ts → src/b.ts → src/c.ts → src/a.ts',
    ])
    expect(cycles(ring)).toEqual([])
  })
})

describe('the reader of imports', () => {
  test.each([
    ["import { a } from './a.ts'", [{ specifier: './a.ts', isType: false }]],
    ["import type { A } from './a.ts'", [{ specifier: './a.ts', isType: true }]],
    ["import {\n  a,\n  type B,\n} from '../b.ts'", [{ specifier: '../b.ts', isType: false }]],
    ["import 'side-effect'", [{ specifier: 'side-effect', isType: false }]],
    ["export { a } from './a.ts'", [{ specifier: './a.ts', isType: false }]],
    ["const a = await import('./a.ts')", [{ specifier: './a.ts', isType: false }]],
    ['const a = await import(path)', [{ specifier: '?', isType: false }]],
    ["// import { a } from './a.ts'", []],
    ["const text = 'come from ' + './a.ts'", []],
  ] satisfies [string, Import[]][])('reads %j', (text, expected) => {
    expect(importsOf(text)).toEqual(expected)
  })

  test('finds what the sources import', () => {
    expect(all).toContainEqual({ from: 'src/control/reconcile.ts', to: 'src/store/store.ts', isType: true })
  })
})
