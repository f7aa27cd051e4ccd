// Finding aliases. Names are compared without regard to case.

import { aliasTables, readOnlyAliases } from './alias-tables.ts'

/** A step into a document: a member, or every element of the list it has reached. */
export type PathStep = string

export const everyElement = '[*]'

export interface Alias {
  readonly name: string
  /** The resource type it belongs to. */
  readonly type: string
  readonly path: readonly PathStep[]
  /** What stands at its path below `properties` is written as one: the length of the path down to there. */
  readonly ownDepth: number
  /** False: no rule can change it. */
  readonly isModifiable: boolean
}

export function aliasNamed(name: string): Alias | undefined {
  return byName.get(name.toLowerCase())
}

export function aliasesOf(type: string): readonly Alias[] {
  return byType.get(type.toLowerCase()) ?? []
}

/** At most five, the nearest first. */
export function aliasesNear(name: string): string[] {
  const wanted = name.toLowerCase()
  const isSameType = [...byType.keys()].find((type) => wanted.startsWith(`${type}/`))
  const among = isSameType === undefined ? [...byName.values()] : aliasesOf(isSameType)
  return among
    .map((alias) => ({ alias, distance: distance(wanted.slice(0, 200), alias.name.toLowerCase()) }))
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, 5)
    .map(({ alias }) => alias.name)
}

const all = Object.entries(aliasTables).flatMap(([type, groups]) =>
  groups.flatMap(({ below, names }) => names.map((name) => aliasOf(type, below, name))),
)
const byName = new Map(all.map((alias) => [alias.name.toLowerCase(), alias]))
const byType = Map.groupBy(all, ({ type }) => type.toLowerCase())

function aliasOf(type: string, below: string, written: string): Alias {
  const [name = '', place = name] = written.split(' = ')
  const base = below === '' ? [] : below.split('.')
  const full = `${type}/${name}`
  return {
    ...{ name: full, type, path: [...base, ...stepsOf(place)] },
    ownDepth: base.length + 1,
    isModifiable: !readOnlyAliases.includes(full),
  }
}

/** `a.b[*].c` → `a`, `b`, `[*]`, `c`. */
function stepsOf(name: string): PathStep[] {
  return name.split('.').flatMap((part) => {
    const member = part.replaceAll(everyElement, '')
    const lists = (part.length - member.length) / everyElement.length
    return [...(member === '' ? [] : [member]), ...Array.from({ length: lists }, () => everyElement)]
  })
}

/** How many letters differ. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
