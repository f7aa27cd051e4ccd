// How somebody with a laptop gets the command line and signs in with it.

import type { Language } from '../../base/choose-language.ts'
import { type Speech, speechIn } from '../../base/speech.ts'
import { type Html, html, phrase } from '../../identity/pages/html.ts'
import { page } from '../../identity/pages/page.ts'
import { type CliPageSentence, cliPageWords } from './cli-page-words.ts'

export interface CliPage {
  readonly language: Language
  readonly endpoint: string
  /** Clients have to be told of our authority; false: they trust who issued the server's certificate already. */
  readonly needsAuthority: boolean
}

export function cliPage({ language, endpoint, needsAuthority }: CliPage): string {
  const speech = speechIn(cliPageWords, language)
  const { text, pieces } = speech
  const cafile = needsAuthority ? '--cafile carrel-ca.pem ' : ''
  const commands = {
    code: code('carrel login --use-device-code'),
    create: code('carrel compute create my-desk'),
    open: code('carrel compute open my-desk'),
  }
  return page({
    language,
    title: text('The command line'),
    body: html`
${needsAuthority ? authority(endpoint, speech) : undefined}
<p>${text('With Node 24 or later and npm:')}</p>
<pre>npm install --global ${cafile}${endpoint}/cli/carrel.tgz
carrel login</pre>
<p>${phrase(pieces('It asks for the user name and password your administrator gave you, in the browser or, with {code}, on another device. Then {create} makes your first instance and {open} opens it.', commands))}</p>
<a class="button" href="/">${text('Open it in the browser instead')}</a>`,
  })
}

function authority(endpoint: string, { text, pieces }: Speech<CliPageSentence>): Html {
  const places = {
    file: code('carrel-ca.pem'),
    fromHere: html`<a href="/cli/ca.pem" download="carrel-ca.pem">${text('from here')}</a>`,
  }
  return html`<p>${phrase(pieces('Your administrator gave you the file {file}, by which your machine knows this server. Without it, take it {fromHere} and read its fingerprint to them before you trust it:', places))}</p>
<pre>curl --insecure --output carrel-ca.pem ${endpoint}/cli/ca.pem
openssl x509 -noout -fingerprint -sha256 -in carrel-ca.pem</pre>`
}

function code(line: string): Html {
  return html`<code>${line}</code>`
}
