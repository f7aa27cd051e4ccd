// References to images as Docker spells them, and which of them may be named here. Pure. Whoever names an image has this
// machine ask its registry for it; so only registries of a list are, and what is named by a host of its own is not.

/**
 * Registry, path, tag and digest. What Docker takes for an image's id, or for its beginning, is none: it would name images
 * of any registry, and of the host, that are not allowed.
 */
export const imageReferencePattern =
  /^(?!sha\d+:|[0-9a-f]{64}$)(?:[a-zA-Z0-9][a-zA-Z0-9.-]*(?::\d{1,5})?\/)?[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*(?::[\w][\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/

/** Well-known public registries. Docker's own counts for images without a registry, and so for those made on the host. */
export const defaultAllowedImages: readonly string[] = [
  'docker.io',
  'mcr.microsoft.com',
  '*.azurecr.io',
  'ghcr.io',
  'quay.io',
  'gcr.io',
  'nvcr.io',
  'public.ecr.aws',
]

const prefixPattern = /^(?:\*|(?:\*\.)?[a-z0-9][a-z0-9.-]*(?::\d{1,5})?(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*)$/

/** As configured, with `default` for the usual ones; undefined: those alone. */
export function allowedImagesIn(configured: readonly string[] = ['default']): readonly string[] {
  return [...new Set(configured.flatMap((prefix) => (prefix === 'default' ? defaultAllowedImages : [prefix])))]
}

/** `*`, a registry, `*.` and a domain of registries, or either with the beginning of a path. */
export function isImagePrefix(text: string): boolean {
  return prefixPattern.test(text)
}

/** Whole names count: `docker.io/team` allows `team/board`, and not `teams/board`. */
export function isAllowedImage(reference: string, allowed: readonly string[]): boolean {
  const [registry, path] = partsOf(reference)
  return allowed.some((prefix) => {
    if (prefix === '*') return true
    const [host = '', ...rest] = prefix.split('/')
    const isHost = host.startsWith('*.') ? registry.endsWith(host.slice(1)) : registry === host
    const below = rest.join('/')
    return isHost && (below === '' || path === below || path.startsWith(`${below}/`))
  })
}

/** Host of its registry, and its path there without tag and digest. */
export function partsOf(reference: string): readonly [registry: string, path: string] {
  const [first = '', ...rest] = reference.split('/')
  const isHost = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase())
  const registry = isHost ? first.toLowerCase() : dockerHub
  const path = (isHost ? rest.join('/') : reference).replace(/@.*$/, '').replace(/:[^/]*$/, '')
  const isHub = registry === dockerHub || registry === 'index.docker.io'
  if (!isHub) return [registry, path]
  return [dockerHub, path.includes('/') ? path : `library/${path}`]
}

const dockerHub = 'docker.io'

/** Without one, Docker would fetch every tag there is. */
export function withTag(reference: string): string {
  const last = reference.split('/').at(-1) ?? ''
  return last.includes(':') || last.includes('@') ? reference : `${reference}:latest`
}
