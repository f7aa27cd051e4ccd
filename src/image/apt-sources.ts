// Which package archives the host itself uses for one Debian release, so that the image is built from the same mirror.
// Third-party archives are left out: an image must not depend on what else happens to be installed on the host.

/** One-line `deb` entries for the release, from texts in either of apt's two formats; empty: the host names none. */
export function aptSources(texts: readonly string[], codename: string): string[] {
  const entries = texts.flatMap((text) => (/^\s*Types:/im.test(text) ? deb822Entries(text) : oneLineEntries(text)))
  const wanted = new Set([codename, `${codename}-updates`, `${codename}-security`])
  const lines = entries
    .filter((entry) => wanted.has(entry.suite) && entry.components.includes('main'))
    .map((entry) => `deb ${entry.uri} ${entry.suite} main`)
  return lines.some((line) => line.endsWith(` ${codename} main`)) ? [...new Set(lines)] : []
}

interface Entry {
  readonly uri: string
  readonly suite: string
  readonly components: readonly string[]
}

function deb822Entries(text: string): Entry[] {
  return text
    .split(/\n\s*\n/)
    .map(stanzaFields)
    .filter((fields) => words(fields.get('types')).includes('deb') && fields.get('enabled') !== 'no')
    .flatMap((fields) =>
      words(fields.get('uris')).flatMap((uri) =>
        words(fields.get('suites')).map((suite) => ({ uri, suite, components: words(fields.get('components')) })),
      ),
    )
}

/** Field names in lower case; a line that starts with a space goes on with the field before it. */
function stanzaFields(stanza: string): Map<string, string> {
  const unfolded = stanza.replaceAll(/^#.*\n?/gm, '').replaceAll(/\n[ \t]+/g, ' ')
  return new Map(
    unfolded.split('\n').flatMap((line) => {
      const match = /^([A-Za-z-]+):\s*(.*)$/.exec(line)
      return match?.[1] === undefined ? [] : [[match[1].toLowerCase(), match[2] ?? ''] as const]
    }),
  )
}

function oneLineEntries(text: string): Entry[] {
  return text.split('\n').flatMap((line) => {
    const match = /^\s*deb\s+(?:\[[^\]]*\]\s+)?(\S+)\s+(\S+)\s+([^#]+)/.exec(line)
    const [, uri, suite, components] = match ?? []
    return uri === undefined || suite === undefined ? [] : [{ uri, suite, components: words(components) }]
  })
}

function words(text: string | undefined): string[] {
  return (text ?? '').split(/\s+/).filter((word) => word !== '')
}
