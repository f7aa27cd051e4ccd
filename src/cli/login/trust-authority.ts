// Whose certificate is trusted at an address that is new here: the authority in a file, the one with the fingerprint that
// was given, what this machine trusts anyhow, or, after a person compared its fingerprint, the one the address shows.

import { readFile } from 'node:fs/promises'
import { request as plainRequest } from 'node:http'
import { request } from 'node:https'
import { text } from 'node:stream/consumers'
import { connect } from 'node:tls'
import { CliFailure } from '../frame/cli-failure.ts'
import { exitCodes } from '../frame/exit-codes.ts'
import type { Invocation } from '../frame/invocation.ts'
import { authorityIn, type FoundAuthority } from './authority-in.ts'

/** PEM; undefined: what this machine trusts. */
export async function trustAuthority(invocation: Invocation, endpoint: string): Promise<string | undefined> {
  const file = invocation.option('ca-file')
  if (file !== undefined) {
    // Whoever names a file trusts all of it, such as a company's authorities.
    const text = await read(file)
    requireAuthority(text, file)
    return text
  }
  const expected = invocation.option('ca-fingerprint')
  // A fingerprint that is given is compared wherever the address leads: whoever gives one trusts nothing else there.
  if (expected === undefined && (await isTrustedAlready(new URL(endpoint)))) return undefined
  const { pem: shown, fingerprint } = requireAuthority(await fetchAuthority(endpoint), endpoint)
  if (expected !== undefined) {
    if (bare(expected) === bare(fingerprint)) return shown
    throw new CliFailure(
      `The authority at ${endpoint} has another fingerprint: ${fingerprint}`,
      'do not go on before whoever runs the server says why',
      exitCodes.notAllowed,
    )
  }
  invocation.say(`${endpoint} shows a certificate of an authority that is not known here. Its SHA-256 fingerprint:`)
  invocation.say(`  ${fingerprint}`)
  invocation.say('Compare it with what "carrel ca --fingerprint" prints on the server.')
  if (!invocation.terminal.isInteractive)
    throw new CliFailure(
      'Nobody is there to compare the fingerprint.',
      'give --ca-fingerprint, or --ca-file with the file "carrel ca" prints on the server',
      exitCodes.badUsage,
    )
  if (!(await invocation.terminal.ask('Is it the same?')))
    throw new CliFailure('Not signed in: the authority is not trusted.', undefined, exitCodes.notAllowed)
  return shown
}

function bare(fingerprint: string): string {
  return fingerprint.replaceAll(/[^0-9a-f]/gi, '').toLowerCase()
}

async function read(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: Error) => {
    throw new CliFailure(`--ca-file cannot be read: ${cause.message}`, undefined, exitCodes.badUsage)
  })
}

/** Checked here, where it can be told; later it would only be a failed handshake. */
function requireAuthority(text: string, origin: string): FoundAuthority {
  const found = authorityIn(text)
  if (found !== undefined) return found
  throw new CliFailure(
    `There is no certificate of an authority in ${origin}.`,
    'save what "carrel ca" prints on the server to a file and give it with --ca-file',
    exitCodes.badUsage,
  )
}

function isTrustedAlready(url: URL): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const host = url.hostname.replaceAll(/[[\]]/g, '')
    const socket = connect({ host, port: Number(url.port || 443), servername: host, rejectUnauthorized: false })
    socket.setTimeout(30_000, () => socket.destroy(new Error('no answer within 30 s')))
    socket.once('secureConnect', () => {
      resolve(socket.authorized)
      socket.destroy()
    })
    socket.once('error', (cause) => reject(unreachable(url, cause)))
  })
}

/** Nothing that comes this way is trusted before its fingerprint was compared. */
async function fetchAuthority(endpoint: string): Promise<string> {
  const url = new URL('/cli/ca.pem', endpoint)
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? request : plainRequest
    const outgoing = send(url, { rejectUnauthorized: false, timeout: 30_000 }, (answer) => {
      text(answer).then((pem) => resolve(answer.statusCode === 200 ? pem : ''), reject)
    })
    outgoing.once('timeout', () => outgoing.destroy(new Error('no answer within 30 s')))
    outgoing.once('error', (cause) => reject(unreachable(url, cause)))
    outgoing.end()
  })
}

function unreachable(url: URL, cause: Error): CliFailure {
  return new CliFailure(
    `Carrel does not answer at ${url.origin}: ${cause.message}`,
    'check the address and the network; on the server, "carrel status" says whether it runs',
  )
}
