// What a deployment would change, as lines to read: first what is lost, then what changes, then what is new. Pure.

import type { ChangeType, PropertyChange, ResourceChange } from '../../api/ask-what-if.ts'

export interface DiffLine {
  readonly sign: '+' | '-'
  readonly path: string
  readonly value: string
}

const order: readonly ChangeType[] = ['Delete', 'Modify', 'Create', 'Deploy', 'Unsupported', 'NoChange', 'Ignore']

export function inOrder(changes: readonly ResourceChange[]): readonly ResourceChange[] {
  return changes.toSorted(
    (a, b) => order.indexOf(a.changeType) - order.indexOf(b.changeType) || a.resourceId.localeCompare(b.resourceId),
  )
}

/** What goes before what comes, place by place. */
export function diffLines(delta: readonly PropertyChange[], within = ''): readonly DiffLine[] {
  return delta.flatMap(({ path: own, before, after, children }) => {
    const path = within === '' ? own : `${within}.${own}`
    if (children !== undefined) return diffLines(children, path)
    return [
      ...(before === undefined ? [] : [{ sign: '-', path, value: shown(before) } as const]),
      ...(after === undefined ? [] : [{ sign: '+', path, value: shown(after) } as const]),
    ]
  })
}

/** What holds more than one value has a line for each. */
function shown(value: unknown): string {
  const isNested = typeof value === 'object' && value !== null && Object.keys(value).length > 1
  return JSON.stringify(value, undefined, isNested ? 2 : undefined)
}

/** How many there are of each kind, what is lost first. */
export function countsOf(
  changes: readonly ResourceChange[],
): readonly { readonly changeType: ChangeType; readonly count: number }[] {
  return order
    .map((changeType) => ({ changeType, count: changes.filter((each) => each.changeType === changeType).length }))
    .filter(({ count }) => count > 0)
}

/** What stays as it is. */
export function isQuiet({ changeType }: ResourceChange): boolean {
  return changeType === 'NoChange' || changeType === 'Ignore'
}

export function resourceName(id: string): { readonly name: string; readonly type: string } {
  const [, provider = ''] = /.*\/providers\/(.*)$/i.exec(id) ?? []
  const [namespace = '', ...rest] = provider.split('/')
  if (namespace === '') return { name: id.split('/').at(-1) ?? id, type: 'Microsoft.Resources/resourceGroups' }
  const types = rest.filter((_, index) => index % 2 === 0)
  const names = rest.filter((_, index) => index % 2 === 1)
  return { name: names.join('/'), type: [namespace, ...types].join('/') }
}
