// Has the server try a new instance without making it: rights, locks, names, quota and policies.

import { ApiError } from '../../../api/api-error.ts'
import { apiVersions } from '../../../api/api-versions.ts'
import type { ArmClient } from '../../../api/arm-client.ts'
import { arm, type WorkspaceKey } from '../../../paths.ts'
import type { bodyOf } from './compute-draft.ts'
import { templateOf } from './equivalents.ts'

/** Answers when nothing stands against it. Throws `ApiError` with what does. */
export async function rehearse(
  client: ArmClient,
  key: WorkspaceKey,
  { name, body }: { readonly name: string; readonly body: ReturnType<typeof bodyOf> },
): Promise<void> {
  const path = arm.deploymentAction(key, 'studio-check', 'validate')
  const template = JSON.parse(templateOf(key, name, body))
  await client.post(path, apiVersions.resources, { properties: { mode: 'Incremental', template } }).catch((error) => {
    throw innermost(error)
  })
}

/** The outer ones say only that a deployment cannot be. */
function innermost(error: unknown): unknown {
  if (!(error instanceof ApiError)) return error
  const [only, ...others] = error.details
  return only === undefined || others.length > 0 ? error : innermost(new ApiError(error.status, { error: only }))
}
