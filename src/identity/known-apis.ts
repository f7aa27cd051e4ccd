// The resources a token may be for, and the many ways clients spell them.

export interface KnownApis {
  /** The one spelling that stands in tokens, ours first. */
  readonly canonical: readonly string[]
  /** Audiences the resource manager accepts. */
  readonly managementAudiences: readonly string[]
  /** Audiences the directory (Microsoft Graph) accepts: its own, and those of the resource manager. */
  readonly graphAudiences: readonly string[]
  /** Which of our APIs a canonical name stands for: names of one API are one. */
  kindOf(canonical: string): string
  /** Undefined: not one of them. Case and trailing slashes do not count. */
  canonicalOf(resource: string): string | undefined
}

/** `endpoint` without a trailing slash; `domain` as in the portal's name that clients are told. */
export function knownApis(endpoint: string, domain: string): KnownApis {
  const management = [endpoint, 'https://management.azure.com', 'https://management.core.windows.net']
  const learning = ['https://ml.azure.com', `https://ml.azure.${domain}`]
  const graph = ['https://graph.microsoft.com', 'https://graph.windows.net']
  const byName = new Map([...management, ...learning, ...graph].map((name) => [bare(name), `${name}/`]))
  // Commands on the machine itself come by loopback, whatever the domain is.
  const local = new URL(endpoint)
  local.hostname = 'localhost'
  const aliases = new Map([...byName, [local.origin, `${endpoint}/`]])
  return {
    canonical: [...byName.values()],
    managementAudiences: spelled(management),
    graphAudiences: spelled([...graph, ...management]),
    kindOf(canonical) {
      const name = bare(canonical)
      if (graph.includes(name)) return 'graph'
      return learning.includes(name) ? 'learning' : 'management'
    },
    canonicalOf: (resource) => aliases.get(bare(resource)),
  }
}

/** az appends `/.default` to an audience that ends in a slash. */
function spelled(names: readonly string[]): string[] {
  return names.flatMap((name) => [name, `${name}/`, `${name}//`])
}

function bare(resource: string): string {
  return resource.toLowerCase().replace(/\/+$/, '')
}
