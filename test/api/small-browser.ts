// As much of a browser as signing in needs: cookies per host, redirects, forms. Names under `localhost` are this machine.

import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { request as httpsRequest } from 'node:https'

export interface Page {
  readonly url: URL
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

export interface Visit {
  readonly method?: 'GET' | 'POST'
  readonly form?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  /** False: answer the redirect itself. */
  readonly follow?: boolean
}

export class SmallBrowser {
  readonly #ca: string
  readonly #language: string | undefined
  readonly #jars = new Map<string, Map<string, { value: string; path: string }>>()
  /** Every address that was visited, in order. */
  readonly trail: string[] = []

  /** `language`: sent with every request, as `Accept-Language`. */
  constructor(ca: string, language?: string) {
    this.#ca = ca
    this.#language = language
  }

  async visit(address: string | URL, visit: Visit = {}): Promise<Page> {
    let [url, next] = [new URL(address), visit]
    for (let hops = 0; hops < 20; hops++) {
      const page = await this.#send(url, next)
      const { location } = page.headers
      if (location === undefined || visit.follow === false) return page
      url = new URL(location, url)
      next = {}
    }
    throw new Error(`Too many redirects: ${this.trail.join(' → ')}`)
  }

  /** Fills in the one form of the page and sends it. */
  submit(page: Page, fields: Readonly<Record<string, string>>, visit: Visit = {}): Promise<Page> {
    const [, action = ''] = /<form[^>]*action="([^"]*)"/.exec(page.text) ?? []
    const hidden = [...page.text.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)]
    const form = { ...Object.fromEntries(hidden.map(([, name = '', value = '']) => [name, value])), ...fields }
    return this.visit(new URL(action, page.url), { ...visit, method: 'POST', form })
  }

  cookie(host: string, name: string): string | undefined {
    return this.#jars.get(host)?.get(name)?.value
  }

  async #send(url: URL, { method = 'GET', form, headers = {} }: Visit): Promise<Page> {
    this.trail.push(url.href)
    const body = form === undefined ? undefined : new URLSearchParams(form).toString()
    const cookies = this.#cookiesFor(url)
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest
    const page = await new Promise<Page>((resolve, reject) => {
      const request = send({
        host: '127.0.0.1',
        servername: url.hostname,
        port: url.port,
        path: url.pathname + url.search,
        method,
        ca: this.#ca,
        agent: false,
        headers: {
          host: url.host,
          accept: 'text/html,*/*;q=0.8',
          ...(this.#language === undefined ? {} : { 'accept-language': this.#language }),
          ...(cookies === '' ? {} : { cookie: cookies }),
          ...(body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
          ...headers,
        },
      })
      request.on('error', reject)
      request.on('response', (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8')
          resolve({ url, status: response.statusCode ?? 0, headers: response.headers, text })
        })
      })
      request.end(body)
    })
    this.#keepCookies(url, page.headers['set-cookie'] ?? [])
    return page
  }

  #cookiesFor(url: URL): string {
    const jar = [...(this.#jars.get(url.hostname) ?? [])]
    return jar
      .filter(([, { path }]) => url.pathname.startsWith(path))
      .map(([name, { value }]) => `${name}=${value}`)
      .join('; ')
  }

  #keepCookies(url: URL, lines: readonly string[]): void {
    const jar = this.#jars.get(url.hostname) ?? new Map<string, { value: string; path: string }>()
    this.#jars.set(url.hostname, jar)
    for (const line of lines) {
      const [pair = '', ...attributes] = line.split(';')
      const [name = ''] = pair.split('=', 1)
      const path = attributes.map((each) => /^\s*path=(.*)$/i.exec(each)?.[1]).find((each) => each !== undefined)
      const isGone = attributes.some((each) => /^\s*(max-age=0|expires=Thu, 01 Jan 1970.*)$/i.test(each))
      if (isGone) jar.delete(name.trim())
      else jar.set(name.trim(), { value: pair.slice(name.length + 1), path: path ?? '/' })
    }
  }
}
