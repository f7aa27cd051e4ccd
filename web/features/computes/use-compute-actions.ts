import { useMutation, useQueryClient } from '@tanstack/react-query'
import { apiVersions } from '../../api/api-versions.ts'
import type { ArmClient } from '../../api/arm-client.ts'
import { useStudio } from '../../api/use-studio.ts'
import { useText } from '../../i18n/use-text.ts'
import { arm, type WorkspaceKey } from '../../paths.ts'
import { useToasts } from '../../ui/use-toasts.tsx'
import { refreshComputes } from './compute-queries.ts'
import type { ComputeAction } from './compute-state.ts'

/** Asks for an action on several instances at once; each that is refused says why. */
export function useComputeActions(key: WorkspaceKey) {
  const { arm: client } = useStudio()
  const queryClient = useQueryClient()
  const toasts = useToasts()
  const text = useText()
  return useMutation({
    mutationFn: async ({ action, names }: { action: ComputeAction; names: readonly string[] }) => {
      const results = await Promise.allSettled(names.map((name) => ask(client, key, { action, name })))
      for (const [index, result] of results.entries()) {
        const name = names[index] ?? ''
        if (result.status === 'rejected') toasts.failed(text('{{name}}: refused', { name }), result.reason)
      }
      const accepted = results.filter(({ status }) => status === 'fulfilled').length
      if (accepted > 0)
        toasts.done(text(acceptedWords[action], { count: accepted, names: names.slice(0, 3).join(', ') }))
    },
    onSettled: () => refreshComputes(queryClient, key),
  })
}

const acceptedWords: Readonly<Record<ComputeAction, string>> = {
  start: 'Starting {{names}}',
  stop: 'Stopping {{names}}',
  restart: 'Restarting {{names}}',
  delete: 'Deleting {{names}}',
}

function ask(
  client: ArmClient,
  key: WorkspaceKey,
  { action, name }: { action: ComputeAction; name: string },
): Promise<unknown> {
  return action === 'delete'
    ? client.delete(`${arm.compute(key, name)}?underlyingResourceAction=Delete`, apiVersions.machineLearning)
    : client.post(arm.computeAction(key, name, action), apiVersions.machineLearning)
}
