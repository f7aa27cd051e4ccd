import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useStudio } from '../../api/use-studio.ts'
import { useText } from '../../i18n/use-text.ts'
import { arm } from '../../paths.ts'
import { useToasts } from '../../ui/use-toasts.tsx'
import type { Cluster } from './cluster.ts'
import { refreshClusters } from './cluster-queries.ts'
import { versionOf } from './cluster-version.ts'

/** Asks for the end of several clusters at once; each that is refused says why. */
export function useDelete() {
  const { arm: client } = useStudio()
  const queryClient = useQueryClient()
  const toasts = useToasts()
  const text = useText()
  return useMutation({
    mutationFn: async (clusters: readonly Pick<Cluster, 'key' | 'name'>[]) => {
      const results = await Promise.allSettled(
        clusters.map(({ key }) =>
          client.delete(
            key.kind === 'batch' ? arm.cluster(key) : `${arm.cluster(key)}?underlyingResourceAction=Delete`,
            versionOf(key.kind),
          ),
        ),
      )
      for (const [index, result] of results.entries()) {
        const name = clusters[index]?.name ?? ''
        if (result.status === 'rejected') toasts.failed(text('{{name}}: refused', { name }), result.reason)
      }
      const names = clusters.filter((_, index) => results[index]?.status === 'fulfilled').map(({ name }) => name)
      if (names.length > 0) toasts.done(text('Deleting {{names}}', { names: names.slice(0, 3).join(', ') }))
    },
    onSettled: () => refreshClusters(queryClient),
  })
}
