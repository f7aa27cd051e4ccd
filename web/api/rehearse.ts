// Has the server try something new without making it: rights, locks, names, quota and policies.

import { arm, type GroupKey } from '../paths.ts'
import { type Addition, additionsTo } from './additions.ts'
import { ApiError } from './api-error.ts'
import { apiVersions } from './api-versions.ts'
import type { ArmClient } from './arm-client.ts'
import { askWhatIf } from './ask-what-if.ts'

/**
 * `template`: of what would be made in the group. Answers what policies add when nothing stands against
 * it. Throws `ApiError` with what does.
 */
export async function rehearse(client: ArmClient, group: GroupKey, template: string): Promise<readonly Addition[]> {
  const path = arm.deploymentAction(group, 'studio-check', 'validate')
  const parsed = JSON.parse(template) as { readonly resources: readonly SentResource[] }
  const properties = { mode: 'Incremental', template: parsed }
  await client.post(path, apiVersions.resources, { properties }).catch((error: unknown) => {
    throw innermost(error)
  })
  const changes = await askWhatIf(client, arm.deployment(group, 'studio-check'), { properties })
  return changes.flatMap(({ resourceId, changeType, after }) => {
    const sent = parsed.resources.find((each) => resourceId.toLowerCase().endsWith(endingOf(each)))
    return changeType === 'Create' && sent !== undefined ? additionsTo(sent, after) : []
  })
}

interface SentResource {
  readonly type: string
  readonly name: string
}

/** Of its id, in lower case: type and name by turns. */
function endingOf({ type, name }: SentResource): string {
  const [namespace = '', ...types] = type.split('/')
  const names = name.split('/')
  return ['', namespace, ...types.flatMap((each, at) => [each, names[at] ?? ''])].join('/').toLowerCase()
}

/** The outer ones say only that a deployment cannot be. */
function innermost(error: unknown): unknown {
  if (!(error instanceof ApiError)) return error
  const [only, ...others] = error.details
  return only === undefined || others.length > 0 ? error : innermost(new ApiError(error.status, { error: only }))
}
