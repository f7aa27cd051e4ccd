// A policy as it is written in the page, and the body it becomes. Pure.

import { parseTemplate } from '../../ui/parse-template.ts'

/** A beginning: what has no tag `owner` is told of. */
export const exampleRule = JSON.stringify(
  {
    mode: 'All',
    policyRule: {
      if: {
        allOf: [
          { field: 'type', equals: 'Microsoft.MachineLearningServices/workspaces/computes' },
          { field: 'tags.owner', exists: 'false' },
        ],
      },
      // biome-ignore lint/suspicious/noThenProperty: it is how a rule is written
      then: { effect: 'audit' },
    },
  },
  undefined,
  2,
)

/** A bare rule, its properties, or the whole of a file. */
export function definitionProperties(name: string, text: string): Readonly<Record<string, unknown>> {
  const parsed = parseTemplate(text)
  const value = 'value' in parsed ? parsed.value : {}
  if ('if' in value) return { displayName: name, policyRule: value }
  const inner = value['properties']
  const properties = typeof inner === 'object' && inner !== null ? inner : value
  return { displayName: name, ...properties }
}

/** A name that can stand in an address, made of what somebody called it. */
export function definitionName(title: string): string {
  const name = title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 64)
  return name.replaceAll(/^-|-$/g, '')
}
