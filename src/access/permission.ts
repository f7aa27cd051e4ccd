// What a role lets one do, and whether that includes a given action. Data actions are a plane of their own: no action
// gives one, however wide.

import { isMatch } from './pattern.ts'

/** Patterns as they are written in a role definition. */
export interface Permission {
  readonly actions: readonly string[]
  readonly notActions: readonly string[]
  readonly dataActions: readonly string[]
  readonly notDataActions: readonly string[]
}

export type Plane = 'control' | 'data'

/** What one permission withholds another may give. */
export function permits(permissions: readonly Permission[], action: string, plane: Plane = 'control'): boolean {
  return permissions.some((each) => {
    const { given, withheld } = patternsOf(each, plane)
    const matches = (pattern: string) => isMatch(pattern, action)
    return given.some(matches) && !withheld.some(matches)
  })
}

export function patternsOf(
  { actions, notActions, dataActions, notDataActions }: Permission,
  plane: Plane,
): { readonly given: readonly string[]; readonly withheld: readonly string[] } {
  return plane === 'control'
    ? { given: actions, withheld: notActions }
    : { given: dataActions, withheld: notDataActions }
}
