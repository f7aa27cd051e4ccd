// The set-up scripts of an instance as the model keeps them (CI-70…87).

import type { ScriptKind } from '../../../../fleet/fleet.ts'

export interface ComputeSetup {
  /** How often each was asked to run by name: raised by creating the instance and by asking again. */
  readonly runs: Readonly<Record<ScriptKind, number>>
  readonly scripts: Readonly<Partial<Record<ScriptKind, ComputeScript>>>
}

export interface ComputeScript {
  readonly source: ScriptSource
  /** As it was sent: base64 of the script, or its path on the workspace's share. */
  readonly data: string
  readonly argumentLine: string | null
  readonly timeout: string | null
  /** `argumentLine`, split. */
  readonly arguments: readonly string[]
  readonly timeoutMs: number
  /** Taken when the script was accepted: whoever changes the file later changes nothing. Undefined: yet to be read. */
  readonly pinned: PinnedScript | undefined
}

export interface PinnedScript {
  /** Base64. */
  readonly content: string
  /** `sha256:` and hexadecimal. */
  readonly digest: string
}

export type ScriptSource = 'inline' | 'workspaceStorage'

/** In the order they run in. */
export const scriptKinds = ['creation', 'startup'] as const satisfies readonly ScriptKind[]
