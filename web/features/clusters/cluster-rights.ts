// What the person may do with clusters, by the id of each or of the workspace it would be in.

import { useQueries } from '@tanstack/react-query'
import { type Permission, permissionsQuery, permits } from '../../api/permissions.ts'
import { useStudio } from '../../api/use-studio.ts'
import type { ClusterKey } from '../../paths.ts'
import type { ClusterRights } from './cluster-state.ts'

const types = {
  batch: { name: 'Microsoft.BatchAI/workspaces/clusters', enter: 'listRemoteLoginInformation/action' },
  ml: { name: 'Microsoft.MachineLearningServices/workspaces/computes', enter: 'listNodes/action' },
} as const

/** In the order of what is asked; undefined: not known yet. */
export function useClusterRights(
  of: readonly { readonly id: string; readonly kind: ClusterKey['kind'] }[],
): readonly (ClusterRights | undefined)[] {
  const { arm } = useStudio()
  const answers = useQueries({ queries: of.map(({ id }) => permissionsQuery(arm, id)) })
  return of.map(({ kind }, index) => {
    const permissions = answers[index]?.data
    return permissions && rightsIn(permissions, kind)
  })
}

export function rightsIn(permissions: readonly Permission[], kind: ClusterKey['kind']): ClusterRights {
  const { name, enter } = types[kind]
  return {
    write: permits(permissions, `${name}/write`),
    delete: permits(permissions, `${name}/delete`),
    enter: permits(permissions, `${name}/${enter}`),
    readLog: permits(permissions, `${name}/setupTaskLog/action`),
  }
}
