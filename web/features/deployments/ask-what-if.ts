import { ApiError } from '../../api/api-error.ts'
import { apiVersions } from '../../api/api-versions.ts'
import type { ArmClient } from '../../api/arm-client.ts'
import type { DeploymentFault } from './deployment-queries.ts'
import type { ResourceChange } from './what-if.ts'

interface Answer {
  readonly status: 'Succeeded' | 'Failed'
  readonly properties?: { readonly changes: readonly ResourceChange[] }
  readonly error?: DeploymentFault
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
