import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { apiVersions } from '../../api/api-versions.ts'
import { useStudio } from '../../api/use-studio.ts'
import { arm as addresses, type GroupKey, pages } from '../../paths.ts'
import { askWhatIf } from './ask-what-if.ts'
import { bodyOf, type DeploymentDraft } from './deployment-draft.ts'

export type DeploymentRequests = ReturnType<typeof useDeploymentRequests>

/** What can be asked about a draft: is it well, what would it change, and do it. */
export function useDeploymentRequests(group: GroupKey, draft: DeploymentDraft) {
  const { arm } = useStudio()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const path = addresses.deployment(group, draft.name)
  const validate = useMutation({
    mutationFn: () =>
      arm.post(addresses.deploymentAction(group, draft.name, 'validate'), apiVersions.resources, bodyOf(draft)),
  })
  const whatIf = useMutation({ mutationFn: () => askWhatIf(arm, path, bodyOf(draft)) })
  const deploy = useMutation({
    mutationFn: () => arm.put(path, apiVersions.resources, bodyOf(draft)),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['deployments', group.subscription, group.group] })
      await navigate({ to: pages.deployment(group, draft.name) })
    },
  })
  const all = [validate, whatIf, deploy]
  const [failed] = all.flatMap(({ error }) => error ?? [])
  return {
    validate,
    whatIf,
    deploy,
    failed,
    isBusy: all.some(({ isPending }) => isPending),
    forget() {
      for (const each of all) each.reset()
    },
  }
}
