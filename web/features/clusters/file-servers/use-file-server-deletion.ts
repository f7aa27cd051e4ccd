import { useMutation, useQueries, useQueryClient } from '@tanstack/react-query'
import { apiVersions } from '../../../api/api-versions.ts'
import { permissionsQuery, permits } from '../../../api/permissions.ts'
import { useStudio } from '../../../api/use-studio.ts'
import { useText } from '../../../i18n/use-text.ts'
import { arm as addresses } from '../../../paths.ts'
import { useToasts } from '../../../ui/use-toasts.tsx'
import type { FileServer } from './file-server-queries.ts'

/** Deletes a file server, and says beforehand why it cannot be. The server decides. */
export function useFileServerDeletion(servers: readonly FileServer[]) {
  const { arm } = useStudio()
  const text = useText()
  const toasts = useToasts()
  const queryClient = useQueryClient()
  const places = [...new Map(servers.map(({ place }) => [addresses.clusterWorkspace(place), place])).keys()]
  const rights = useQueries({ queries: places.map((id) => permissionsQuery(arm, id)) })
  const remove = useMutation({
    mutationFn: ({ place, name }: FileServer) => arm.delete(addresses.fileServer(place, name), apiVersions.batchAi),
    onSuccess: (_, { name }) => toasts.done(text('Deleting {{names}}', { names: name })),
    onError: (error, { name }) => toasts.failed(text('{{name}}: refused', { name }), error),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['file-servers'] }),
  })
  return {
    remove: (server: FileServer) => remove.mutate(server),
    /** An English sentence, to be translated; undefined: it can be. */
    reasonAgainst({ place, life }: FileServer): string | undefined {
      if (life === 'deleting') return 'It is being deleted.'
      const permissions = rights[places.indexOf(addresses.clusterWorkspace(place))]?.data
      if (permissions === undefined || permits(permissions, 'Microsoft.BatchAI/workspaces/fileServers/delete'))
        return undefined
      return 'Your role here does not let you delete file servers: Contributor or Owner does.'
    },
  }
}
