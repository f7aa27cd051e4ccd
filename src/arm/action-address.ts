// How an action is asked for, and what that needs.

import type { Action } from './resource-type.ts'

/** The method an action is asked for with. */
export function methodOf(action: Action<unknown, unknown>): 'GET' | 'POST' {
  return action.kind === 'answer' ? (action.method ?? 'POST') : 'POST'
}

/** What a caller needs for an action at the resource. */
export function permissionOf(type: string, name: string, { permission }: Action<unknown, unknown>): string {
  return `${type}/${permission ?? `${name}/action`}`
}
