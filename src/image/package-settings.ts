// Reads the few settings that decide where package tools fetch from, out of files and environments written for them.

const pipKeys = ['index-url', 'extra-index-url', 'trusted-host'] as const

/** Of pip's files (later wins) and environment (wins over files) only what says where packages come from. */
export function pipSettings(
  texts: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Map<string, string> {
  const settings = new Map<string, string>()
  for (const key of pipKeys) {
    const pattern = new RegExp(`^${key}\\s*[=:]\\s*(\\S.*)$`, 'm')
    const fromFiles = texts.map((text) => pattern.exec(text)?.[1]?.trim()).filter((value) => value !== undefined)
    const value = environment[`PIP_${key.toUpperCase().replaceAll('-', '_')}`] || fromFiles.at(-1)
    if (value !== undefined) settings.set(key, value)
  }
  return settings
}

/** Build arguments that Docker knows of itself and keeps out of an image's history. */
export function proxySettings(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy']
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = environment[name]
      return value === undefined || value === '' ? [] : [[name, value]]
    }),
  )
}

/** False for an address such as `https://user:token@host/`. */
export function withoutCredentials(value: string): boolean {
  return !/:\/\/[^/\s]*@/.test(value)
}

/** Each PEM certificate of a bundle, in one spelling, so that equal ones compare equal. */
export function certificatesIn(bundle: string): string[] {
  const found = bundle.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  return found.map((pem) => `${pem.replaceAll('\r', '').trim()}\n`)
}
