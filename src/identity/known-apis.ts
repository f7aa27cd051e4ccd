// The resources a token may be for, and the many ways clients spell them.

export interface KnownApis {
  /** The one spelling that stands in tokens, ours first. */
  readonly canonical: readonly string[]
  /** Audiences the resource manager accepts. */
  readonly managementAudiences: readonly string[]
  /** Undefined: not one of them. Case and trailing slashes do not count. */
  canonicalOf(resource: string): string | undefined
}

/** `endpoint` without a trailing slash; `domain` as in the portal's name that clients are told. */
export function knownApis(endpoint: string, domain: string): KnownApis {
  const management = [endpoint, 'https://management.azure.com', 'https://management.core.windows.net']
  const others = ['https://ml.azure.com', `https://ml.azure.${domain}`]
  const byName = new Map([...management, ...others].map((name) => [bare(name), `${name}/`]))
  return {
    canonical: [...byName.values()],
    // az appends `/.default` to an audience that ends in a slash.
    managementAudiences: management.flatMap((name) => [name, `${name}/`, `${name}//`]),
    canonicalOf: (resource) => byName.get(bare(resource)),
  }
}

function bare(resource: string): string {
  return resource.toLowerCase().replace(/\/+$/, '')
}
