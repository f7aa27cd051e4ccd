// A job as text, JSON or YAML, and back, with the place of what is wrong. The file is the one that `az batchai job create`
// takes. Comes when somebody opens the text: the reader of YAML is not part of the pages.

import { type Document, isMap, isSeq, LineCounter, type Node, parseDocument, stringify, visit } from 'yaml'
import { type ClusterLimits, faultsOf } from './job-faults.ts'
import type { JobDraft, JobProperties } from './job-properties.ts'
import { type Fault, type Path, readShape } from './shape.ts'

export type Format = 'JSON' | 'YAML'

export interface PlacedFault extends Fault {
  /** From 1. */
  readonly line: number
}

export interface ReadText {
  /** Undefined: it is no text of this format, or not of the shape of a job. */
  readonly properties: JobProperties | undefined
  readonly faults: readonly PlacedFault[]
}

export function writeText(properties: JobProperties, format: Format): string {
  if (format === 'JSON') return `${JSON.stringify({ properties }, undefined, 2)}\n`
  return stringify({ properties }, { lineWidth: 0 })
}

/** JSON is read as the YAML it is, so that each member has its place; `JSON.parse` has the last word on whether it is JSON. */
export function readText(text: string, format: Format): ReadText {
  const counter = new LineCounter()
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false, schema: 'core', merge: false })
  const lineAt = (offset: number) => Math.max(1, counter.linePos(offset).line)
  const [error] = document.errors
  if (error !== undefined) return broken(lineAt(error.pos[0]), error.message)
  const { value, fault } = unfolded(document)
  if (fault !== undefined) return broken(lineAt(fault.at), fault.message)
  const notJson = format === 'JSON' ? faultOfJson(text) : undefined
  if (notJson !== undefined) return broken(lineAt(notJson.at), notJson.message)
  const { properties, faults } = readShape(value)
  if (typeof value !== 'object' || value === null) return broken(1, 'It is no object.')
  const placed = faults.map((fault) => ({ ...fault, line: lineAt(placeOf(document.contents, fault.path)) }))
  return { properties: placed.length === 0 ? properties : undefined, faults: placed }
}

/** Of what has the shape of a job; what is not in the text, such as its name, is left out. */
export function placedFaults(
  text: string,
  draft: JobDraft,
  cluster: ClusterLimits | undefined,
): readonly PlacedFault[] {
  const counter = new LineCounter()
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false })
  return faultsOf(draft, cluster)
    .filter(({ path }) => path[0] === 'properties')
    .map((fault) => ({ ...fault, line: counter.linePos(placeOf(document.contents, fault.path)).line }))
}

function broken(line: number, message: string): ReadText {
  return { properties: undefined, faults: [{ path: [], sentence: '{{message}}', values: { message }, line }] }
}

/** What stands for something else is only now looked up: it may be for nothing, or for more than there is room for. */
function unfolded(document: Document): { value?: unknown; fault?: { readonly message: string; readonly at: number } } {
  try {
    return { value: document.toJS({ maxAliasCount: 100 }) }
  } catch (error) {
    let at = 0
    visit(document, {
      Alias(_, alias) {
        if (alias.resolve(document) !== undefined) return undefined
        at = alias.range?.[0] ?? 0
        return visit.BREAK
      },
    })
    return { fault: { message: error instanceof Error ? error.message : String(error), at } }
  }
}

function faultOfJson(text: string): { readonly message: string; readonly at: number } | undefined {
  try {
    JSON.parse(text)
    return undefined
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return { message, at: Number(/position (\d+)/.exec(message)?.[1] ?? text.length) }
  }
}

/** Where a member begins, or the innermost around it that is there. */
function placeOf(node: Node | null, path: Path): number {
  const [name, ...rest] = path
  const own = node?.range?.[0] ?? 0
  if (name === undefined) return own
  if (isMap(node)) {
    const pair = node.items.find(({ key }) => String(key) === String(name))
    const keyAt = (pair?.key as Node | undefined)?.range?.[0]
    if (pair === undefined) return own
    return rest.length === 0 ? (keyAt ?? own) : Math.max(keyAt ?? own, placeOf(pair.value as Node | null, rest))
  }
  if (isSeq(node)) return placeOf((node.items[Number(name)] as Node | undefined) ?? null, rest) || own
  return own
}
