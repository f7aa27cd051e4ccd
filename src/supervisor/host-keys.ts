// The keys by which `ssh` knows this node again: made once, kept where they outlive the machine.

import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs'

export interface HostKeys {
  /** Of the private keys. */
  readonly files: readonly string[]
  /** Such as `ssh-ed25519 AAAA…`, without a comment. */
  readonly publicKeys: readonly string[]
}

/** `keepFolder` outlives the machine. */
export function hostKeys(keepFolder: string): HostKeys {
  const folder = `${keepFolder}/ssh`
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const files = ['ed25519', 'ecdsa'].map((kind) => {
    const path = `${folder}/ssh_host_${kind}_key`
    if (!existsSync(path)) {
      execFileSync('/usr/bin/ssh-keygen', ['-q', '-t', kind, '-N', '', '-C', '', '-f', path], { stdio: 'ignore' })
    }
    chmodSync(path, 0o600)
    return path
  })
  return { files, publicKeys: files.map(publicKey) }
}

function publicKey(file: string): string {
  const line = existsSync(`${file}.pub`)
    ? readFileSync(`${file}.pub`, 'utf8')
    : execFileSync('/usr/bin/ssh-keygen', ['-y', '-f', file], { encoding: 'utf8' })
  return line.trim().split(/\s+/).slice(0, 2).join(' ')
}
