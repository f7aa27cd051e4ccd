import { useParams } from '@tanstack/react-router'
import type { DeploymentPlace } from '../../paths.ts'

/** What the address names: a resource group, or a subscription; and a deployment there (empty: none). */
export function useDeploymentPlace(): DeploymentPlace & { readonly name: string } {
  const { subscription = '', group, name = '' } = useParams({ strict: false })
  return { subscription, ...(group === undefined ? {} : { group }), name }
}
