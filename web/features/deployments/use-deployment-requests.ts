import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { apiVersions } from '../../api/api-versions.ts'
import { askWhatIf } from '../../api/ask-what-if.ts'
import { useStudio } from '../../api/use-studio.ts'
import { arm as addresses, type DeploymentPlace, pages } from '../../paths.ts'
import { bodyOf, type DeploymentDraft } from './deployment-draft.ts'

export type DeploymentRequests = ReturnType<typeof useDeploymentRequests>

/** What can be asked about a draft: is it well, what would it change, and do it. */
export function useDeploymentRequests(place: DeploymentPlace, draft: DeploymentDraft) {
  const { arm } = useStudio()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const path = addresses.deployment(place, draft.name)
  const validate = useMutation({
    mutationFn: () =>
      arm.post(addresses.deploymentAction(place, draft.name, 'validate'), apiVersions.resources, bodyOf(draft, place)),
  })
  const whatIf = useMutation({ mutationFn: () => askWhatIf(arm, path, bodyOf(draft, place)) })
  const deploy = useMutation({
    mutationFn: () => arm.put(path, apiVersions.resources, bodyOf(draft, place)),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['deployments', place.subscription, place.group] })
      await navigate({ to: pages.deployment(place, draft.name) })
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
