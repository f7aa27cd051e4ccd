/** Where the account's services are going to answer; by kind, as published. */
export function accountEndpoints(account: {
  readonly name: string
  readonly kind: string | undefined
  readonly domain: string
  readonly apiVersion: string
}): Record<string, string> {
  const at = (service: string) => [service, `https://${account.name}.${service}.${account.domain}/`] as const
  return Object.fromEntries(servicesOf(account.kind, account.apiVersion >= webSince).map(at))
}

/** The api-version that has `web` and `dfs`. */
const webSince = '2018-03-01-preview'

function servicesOf(kind: string | undefined, hasWeb: boolean): readonly string[] {
  const more = hasWeb ? ['web', 'dfs'] : []
  if (kind === 'FileStorage') return ['file']
  if (kind === 'BlobStorage') return ['blob', 'table', ...more]
  if (kind === 'BlockBlobStorage') return ['blob', ...more]
  return ['blob', 'queue', 'table', 'file', ...(kind === 'StorageV2' ? more : [])]
}
