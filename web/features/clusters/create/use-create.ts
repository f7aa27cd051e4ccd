import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useStudio } from '../../../api/use-studio.ts'
import { arm as addresses, pages, type WorkspaceKey } from '../../../paths.ts'
import { refreshClusters } from '../cluster-queries.ts'
import { versionOf } from '../cluster-version.ts'
import { bodyOf } from './cluster-body.ts'
import { type ClusterDraft, newPlaceValue } from './cluster-draft.ts'

/** Makes the cluster, and before it the workspace where that is new; then its page is shown. */
export function useCreate(draft: ClusterDraft, place: WorkspaceKey) {
  const { arm } = useStudio()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const { kind, name } = draft
  const version = versionOf(kind)
  return useMutation({
    mutationFn: async () => {
      if (kind === 'batch' && draft.place === newPlaceValue)
        await arm.put(addresses.clusterWorkspace(place), version, { location: 'local' })
      await arm.put(addresses.cluster({ ...place, kind, name }), version, bodyOf(draft, place))
    },
    onSuccess: async () => {
      await Promise.all([refreshClusters(queryClient), queryClient.invalidateQueries({ queryKey: ['cluster-places'] })])
      await navigate({ to: pages.cluster({ ...place, kind, name }) })
    },
  })
}
