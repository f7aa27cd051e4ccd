import { useMutation, useQueryClient } from '@tanstack/react-query'
import { apiVersions } from '../../api/api-versions.ts'
import type { ArmClient } from '../../api/arm-client.ts'
import { useStudio } from '../../api/use-studio.ts'
import { useText } from '../../i18n/use-text.ts'
import { arm } from '../../paths.ts'
import { useToasts } from '../../ui/use-toasts.tsx'
import type { Job } from './job.ts'
import { refreshJobs } from './job-queries.ts'
import type { JobAction } from './job-state.ts'

/** Asks for an action on several jobs at once; each that is refused says why. */
export function useJobActions() {
  const { arm: client } = useStudio()
  const queryClient = useQueryClient()
  const toasts = useToasts()
  const text = useText()
  return useMutation({
    mutationFn: async ({ action, jobs }: { action: JobAction; jobs: readonly Job[] }) => {
      const results = await Promise.allSettled(jobs.map((job) => ask(client, action, job)))
      for (const [index, result] of results.entries()) {
        const name = jobs[index]?.name ?? ''
        if (result.status === 'rejected') toasts.failed(text('{{name}}: refused', { name }), result.reason)
      }
      const accepted = jobs.filter((_, index) => results[index]?.status === 'fulfilled').map(({ name }) => name)
      const names = accepted.slice(0, 3).join(', ')
      if (accepted.length > 0) toasts.done(text(acceptedWords[action], { names }))
    },
    onSettled: () => refreshJobs(queryClient),
  })
}

const acceptedWords: Readonly<Record<JobAction, string>> = {
  cancel: 'Ending {{names}}',
  delete: 'Deleting {{names}}',
}

function ask(client: ArmClient, action: JobAction, { key }: Job): Promise<unknown> {
  return action === 'delete'
    ? client.delete(arm.job(key), apiVersions.batchAi)
    : client.post(arm.jobAction(key, 'terminate'), apiVersions.batchAi)
}
