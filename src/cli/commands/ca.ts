// `ca`: the authority a client must trust to reach this API.

import { X509Certificate } from 'node:crypto'
import type { Command } from 'commander'
import { apiCommand } from '../frame/api-command.ts'
import { CliFailure } from '../frame/cli-failure.ts'
import type { Invocation } from '../frame/invocation.ts'

export function authorityCommand(program: Command): void {
  apiCommand(program, {
    usage: 'ca',
    summary: 'Print the certificate authority clients have to trust, as PEM',
    examples: ['carrel ca > carrel-ca.pem', 'carrel ca --fingerprint', 'carrel ca --install'],
    options: [
      { flags: '--fingerprint', summary: 'its SHA-256 fingerprint, to compare with what a browser shows' },
      { flags: '--install', summary: 'how to have each system trust it' },
    ],
    run,
  })
}

async function run(invocation: Invocation): Promise<void> {
  const { ca, endpoint } = await invocation.session()
  if (ca === undefined) {
    throw new CliFailure(`${endpoint} shows a certificate this machine trusts already.`, 'nothing has to be installed')
  }
  // Where somebody else vouches for the domain, they stand behind our own authority, which then serves this machine alone.
  const pem =
    ca
      .trim()
      .split(/(?<=-----END CERTIFICATE-----)\s+/)
      .at(-1) ?? ca
  const certificate = new X509Certificate(pem)
  if (invocation.isOn('fingerprint')) return invocation.terminal.print(`${certificate.fingerprint256}\n`)
  if (invocation.isOn('install')) return invocation.terminal.print(installation(certificate))
  invocation.terminal.print(`${pem}\n`)
}

function installation({ fingerprint256, validTo, subject }: X509Certificate): string {
  const limit = subject.startsWith('CN=Carrel authority')
    ? "It can vouch for this installation's own names and no others."
    : 'It is not Carrel’s own: what else it vouches for is not known here.'
  return `Save it first:           carrel ca > carrel-ca.pem
Its SHA-256 fingerprint: ${fingerprint256}
Good until:              ${validTo}
${limit}

Debian, Ubuntu   sudo cp carrel-ca.pem /usr/local/share/ca-certificates/carrel.crt && sudo update-ca-certificates
Fedora, RHEL     sudo cp carrel-ca.pem /etc/pki/ca-trust/source/anchors/carrel.pem && sudo update-ca-trust
macOS            sudo security add-trusted-cert -d -r trustRoot -k /Library/Keychains/System.keychain carrel-ca.pem
Windows          certutil -addstore -f Root carrel-ca.pem     (as administrator)
Firefox          Settings → Privacy & Security → Certificates → View Certificates → Authorities → Import
Python           export REQUESTS_CA_BUNDLE=$PWD/carrel-ca.pem     (az and the Azure SDKs as well)
Node.js          export NODE_EXTRA_CA_CERTS=$PWD/carrel-ca.pem
curl             curl --cacert carrel-ca.pem …
`
}
