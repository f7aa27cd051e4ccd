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
      ...(before === undefined ? [] : [{ sign: '-', path, value: JSON.stringify(before) } as const]),
      ...(after === undefined ? [] : [{ sign: '+', path, value: JSON.stringify(after) } as const]),
    ]
  })
}

export function resourceName(id: string): { readonly name: string; readonly type: string } {
  const [, provider = ''] = /.*\/providers\/(.*)$/i.exec(id) ?? []
  const [namespace = '', ...rest] = provider.split('/')
  if (namespace === '') return { name: id.split('/').at(-1) ?? id, type: 'Microsoft.Resources/resourceGroups' }
  const types = rest.filter((_, index) => index % 2 === 0)
  const names = rest.filter((_, index) => index % 2 === 1)
  return { name: names.join('/'), type: [namespace, ...types].join('/') }
}
