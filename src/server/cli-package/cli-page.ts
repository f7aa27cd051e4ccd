// How somebody with a laptop gets the command line and signs in with it.

import { html } from '../../identity/pages/html.ts'
import { page } from '../../identity/pages/page.ts'

export interface CliPage {
  readonly endpoint: string
  /** Clients have to be told of our authority; false: they trust who issued the server's certificate already. */
  readonly needsAuthority: boolean
}

export function cliPage({ endpoint, needsAuthority }: CliPage): string {
  const cafile = needsAuthority ? '--cafile carrel-ca.pem ' : ''
  return page({
    title: 'The command line',
    body: html`
${needsAuthority ? authority(endpoint) : undefined}
<p>With Node 24 or later and npm:</p>
<pre>npm install --global ${cafile}${endpoint}/cli/carrel.tgz
carrel login</pre>
<p>It asks for the user name and password your administrator gave you, in the browser or, with
<code>carrel login --use-device-code</code>, on another device. Then <code>carrel compute create my-desk</code> makes your
first instance and <code>carrel compute open my-desk</code> opens it.</p>
<a class="button" href="/">Open it in the browser instead</a>`,
  })
}

function authority(endpoint: string) {
  return html`<p>Your administrator gave you the file <code>carrel-ca.pem</code>, by which your machine knows this server.
Without it, take it <a href="/cli/ca.pem" download="carrel-ca.pem">from here</a> and read its fingerprint to them before
you trust it:</p>
<pre>curl --insecure --output carrel-ca.pem ${endpoint}/cli/ca.pem
openssl x509 -noout -fingerprint -sha256 -in carrel-ca.pem</pre>`
}
