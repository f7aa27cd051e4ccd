import { ApiError } from './api-error.ts'
import { apiVersions } from './api-versions.ts'
import type { ArmClient } from './arm-client.ts'

export type ChangeType = 'Create' | 'Delete' | 'Ignore' | 'Deploy' | 'NoChange' | 'Modify' | 'Unsupported'

export interface PropertyChange {
  readonly path: string
  readonly propertyChangeType: string
  readonly before?: unknown
  readonly after?: unknown
  readonly children?: readonly PropertyChange[]
}

export interface ResourceChange {
  readonly resourceId: string
  readonly changeType: ChangeType
  readonly unsupportedReason?: string
  readonly after?: unknown
  readonly delta?: readonly PropertyChange[]
}

interface Answer {
  readonly status: 'Succeeded' | 'Failed'
  readonly properties?: { readonly changes: readonly ResourceChange[] }
  readonly error?: { readonly code: string; readonly message: string }
}

/** Asks at the deployment's address, and waits for the answer. Throws what the server finds wrong, as `ApiError`. */
export async function askWhatIf(client: ArmClient, path: string, body: unknown): Promise<readonly ResourceChange[]> {
  let answer = await client.send(`${path}/whatIf?api-version=${apiVersions.resources}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  })
  while (answer.status === 202) {
    const { pathname, search } = new URL(answer.headers.get('location') ?? '', location.origin)
    const seconds = Number(answer.headers.get('retry-after') ?? 1)
    await new Promise((resolve) => setTimeout(resolve, Math.min(Math.max(seconds, 0.3), 5) * 1_000))
    answer = await client.send(pathname + search)
  }
  const { status, properties, error } = (await answer.json()) as Answer
  if (status !== 'Succeeded') throw new ApiError(400, { error })
  return properties?.changes ?? []
}
