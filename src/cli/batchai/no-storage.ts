// What lines of `az batchai` say of storage accounts: refused by name, one word for all of it.

import { bad } from '../cluster/cluster-options.ts'
import type { ApiOption } from '../frame/api-command.ts'
import type { Invocation } from '../frame/invocation.ts'

export const noStorage = 'the files and blobs of storage accounts are not offered; mount a file server with --nfs'

/** Why the options that name an account, or what is mounted of it, cannot be honoured. */
export const refusedStorage: Readonly<Record<string, string>> = {
  'storage-account-name': noStorage,
  'storage-account-key': noStorage,
  'afs-name': noStorage,
  'afs-mount-path': noStorage,
  'bfs-name': noStorage,
  'bfs-mount-path': noStorage,
}

/** Throws `CliFailure` for the first of the options that is given; `refused`: why each cannot be honoured. */
export function refuseOptions(invocation: Invocation, refused: Readonly<Record<string, string>>): void {
  const isGiven = (name: string) => invocation.isOn(name) || invocation.option(name) !== undefined
  const [name, reason] = Object.entries(refused).find(([each]) => isGiven(each)) ?? []
  if (name !== undefined) throw bad(`--${name} cannot be honoured: ${reason}.`, `leave out --${name}`)
}

/** So that the line is understood, and answered with the reason. */
export function refusedOptions(refused: Readonly<Record<string, string>>): ApiOption[] {
  return Object.keys(refused).map((name) => ({
    flags: name.startsWith('use-') ? `--${name}` : `--${name} <value>`,
    summary: 'refused: see the message',
  }))
}
