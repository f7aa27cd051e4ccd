// Which certificate a client is shown: by name the one somebody issued for the domain, where there is one, and ours for
// everything else, loopback above all. Renewed ones are taken while connections go on.

import { readFile } from 'node:fs/promises'
import { createSecureContext, type SecureContext, type SecureContextOptions, type TlsOptions } from 'node:tls'
import { type ServedCertificates, servedCertificatesSchema } from '../identity/served-certificates.ts'

export class ShownCertificates {
  #text: string
  #own: SecureContextOptions
  #given: { readonly domain: string; readonly context: SecureContext } | undefined
  readonly #listeners = new Set<() => void>()

  /** Throws when `file` is not what `up` handed over. */
  static async read(file: string): Promise<ShownCertificates> {
    const text = await readFile(file, 'utf8').catch((cause: unknown) => {
      throw new Error('No certificate was handed over to the gateway. Run "carrel up".', { cause })
    })
    return new ShownCertificates(text)
  }

  private constructor(text: string) {
    this.#text = text
    const { own, given } = parsed(text)
    this.#own = own
    this.#given = given
  }

  /** Whether something else is shown from now on. Throws when it cannot be read, and shows what it showed. */
  async renew(file: string): Promise<boolean> {
    const text = await readFile(file, 'utf8')
    if (text === this.#text) return false
    const { own, given } = parsed(text)
    this.#text = text
    this.#own = own
    this.#given = given
    for (const tell of this.#listeners) tell()
    return true
  }

  /** For clients that name nothing, or a name of loopback. */
  options(): SecureContextOptions {
    return this.#own
  }

  readonly sniCallback: NonNullable<TlsOptions['SNICallback']> = (name, done) => {
    const given = this.#given
    const asked = name.toLowerCase()
    const isTheirs = given !== undefined && (asked === given.domain || asked.endsWith(`.${given.domain}`))
    done(null, isTheirs ? given.context : undefined)
  }

  /** What it answers stops it. */
  onChange(tell: () => void): () => void {
    this.#listeners.add(tell)
    return () => this.#listeners.delete(tell)
  }
}

interface Parsed {
  readonly own: SecureContextOptions
  readonly given: { readonly domain: string; readonly context: SecureContext } | undefined
}

function parsed(text: string): Parsed {
  const { own, given } = servedCertificatesSchema.parse(JSON.parse(text))
  // Made once here so that what TLS does not accept is refused before it takes the place of anything.
  createSecureContext(optionsOf(own))
  return {
    own: optionsOf(own),
    given: given && { domain: given.domain, context: createSecureContext(optionsOf(given)) },
  }
}

function optionsOf({ certificate, key }: ServedCertificates['own']): SecureContextOptions {
  return { cert: certificate, key, minVersion: 'TLSv1.2' }
}
