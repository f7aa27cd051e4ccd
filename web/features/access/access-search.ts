import { type Level, levels } from './scope.ts'

export const accessTabs = ['assignments', 'roles', 'check'] as const
export type AccessTab = (typeof accessTabs)[number]

export interface AccessSearch {
  /** Id of a workspace, a group or a subscription; absent: everything. */
  readonly place?: string
  /** At which of its scopes; absent: at the place itself. */
  readonly level?: Level
  readonly tab?: AccessTab
  /** Object id of whose access is checked. */
  readonly who?: string
}

/** View state of the page in its address; what is not understood is left out. */
export function readAccessSearch(search: Record<string, unknown>): AccessSearch {
  const place = search['place']
  const level = levels.find((each) => each === search['level'])
  const tab = accessTabs.find((each) => each === search['tab'])
  const who = search['who']
  return {
    ...(typeof place === 'string' && place.startsWith('/subscriptions/') ? { place } : {}),
    ...(level === undefined ? {} : { level }),
    ...(tab === undefined ? {} : { tab }),
    ...(typeof who === 'string' && who !== '' ? { who } : {}),
  }
}
