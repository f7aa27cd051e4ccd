// Signs in as a browser would, over plain HTTP with a cookie jar, and answers the app's cookie: for tests and benches that
// are about what comes after.

import { request } from 'node:http'

export interface SignIn {
  /** The browser port, N+1. */
  readonly port: number
  /** Name of the app's origin, such as `ana-desk-lab`. */
  readonly label: string
  readonly userName: string
  readonly password: string
}

export interface PageAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
}

const maxHops = 20

/** The `Cookie` header of a signed-in browser at the app's origin. */
export async function signInToApp({ port, label, userName, password }: SignIn): Promise<string> {
  const jar = new Map<string, Map<string, string>>()
  const origin = `http://${label}.localhost:${port}`
  let url = new URL('/.carrel/login?next=/api', origin)
  let form: URLSearchParams | undefined
  for (let hop = 0; hop < maxHops; hop++) {
    const answer = await visit(url, jar, form)
    form = undefined
    const cookie = jar.get(new URL(origin).hostname)?.get('__Host-carrel_app')
    if (cookie !== undefined) return `__Host-carrel_app=${cookie}`
    const location = answer.headers['location']
    if (typeof location === 'string') url = new URL(location, url)
    else {
      form = loginForm(answer, userName, password)
      url = new URL(/<form[^>]+action="([^"]+)"/.exec(answer.text)?.[1] ?? url.pathname, url)
    }
  }
  throw new Error(`no session after ${maxHops} steps, last at ${url.href}`)
}

/** One request to a name below `localhost`, whatever the resolver thinks of it. */
export function browse(
  url: URL,
  options: { cookie?: string; method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<PageAnswer> {
  const { cookie, method = 'GET', headers = {}, body } = options
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: '127.0.0.1',
        port: url.port,
        path: url.pathname + url.search,
        method,
        headers: { host: url.host, accept: 'text/html', ...(cookie ? { cookie } : {}), ...headers },
      },
      (answer) => {
        let text = ''
        answer.setEncoding('utf8')
        answer.on('data', (chunk: string) => {
          text += chunk
        })
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }))
      },
    )
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

async function visit(
  url: URL,
  jar: Map<string, Map<string, string>>,
  form: URLSearchParams | undefined,
): Promise<PageAnswer> {
  const kept = jar.get(url.hostname) ?? new Map<string, string>()
  jar.set(url.hostname, kept)
  const cookie = [...kept].map(([name, value]) => `${name}=${value}`).join('; ')
  const answer = await browse(url, {
    ...(cookie === '' ? {} : { cookie }),
    ...(form
      ? {
          method: 'POST',
          body: form.toString(),
          headers: { 'content-type': 'application/x-www-form-urlencoded', origin: url.origin },
        }
      : {}),
  })
  for (const line of answer.headers['set-cookie'] ?? []) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    if (value === '') kept.delete(name)
    else kept.set(name, value)
  }
  return answer
}

function loginForm(answer: PageAnswer, userName: string, password: string): URLSearchParams {
  const hidden = [...answer.text.matchAll(/<input[^>]+type="hidden"[^>]*>/g)].map(([input]): [string, string] => [
    /name="([^"]*)"/.exec(input)?.[1] ?? '',
    /value="([^"]*)"/.exec(input)?.[1] ?? '',
  ])
  const named = (type: RegExp) =>
    [...answer.text.matchAll(/<input[^>]+>/g)].map(([input]) => input).find((input) => type.test(input))
  const nameOf = (input: string | undefined) => /name="([^"]*)"/.exec(input ?? '')?.[1]
  const [userField, passwordField] = [nameOf(named(/autocomplete="username"/)), nameOf(named(/type="password"/))]
  if (answer.status !== 200 || userField === undefined || passwordField === undefined)
    throw new Error(`no sign-in form: ${answer.status} ${answer.text.slice(0, 300)}`)
  return new URLSearchParams([...hidden, [userField, userName], [passwordField, password]])
}
