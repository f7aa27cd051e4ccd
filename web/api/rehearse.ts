// Has the server try something new without making it: rights, locks, names, quota and policies.

import { arm, type GroupKey } from '../paths.ts'
import { ApiError } from './api-error.ts'
import { apiVersions } from './api-versions.ts'
import type { ArmClient } from './arm-client.ts'

/** `template`: of what would be made in the group. Answers when nothing stands against it. Throws `ApiError` with what does. */
export async function rehearse(client: ArmClient, group: GroupKey, template: string): Promise<void> {
  const path = arm.deploymentAction(group, 'studio-check', 'validate')
  const properties = { mode: 'Incremental', template: JSON.parse(template) as unknown }
  await client.post(path, apiVersions.resources, { properties }).catch((error: unknown) => {
    throw innermost(error)
  })
}

/** The outer ones say only that a deployment cannot be. */
function innermost(error: unknown): unknown {
  if (!(error instanceof ApiError)) return error
  const [only, ...others] = error.details
  return only === undefined || others.length > 0 ? error : innermost(new ApiError(error.status, { error: only }))
}
