// The set-up scripts of an instance and what became of them (CI-85, CI-86), read off the wire. Pure.

import type { ComputeState } from '../compute.ts'

export const scriptKinds = ['creation', 'startup'] as const
export type ScriptKind = (typeof scriptKinds)[number]

export interface SetupScript {
  readonly kind: ScriptKind
  /** A path on the share; undefined: it came with the request. */
  readonly path: string | undefined
  /** The script itself, when it came with the request. */
  readonly source: string | undefined
  readonly arguments: string | undefined
  readonly timeout: string | undefined
  /** Of the content that runs. */
  readonly digest: string | undefined
  readonly lastRun: SetupRun | undefined
}

export interface SetupRun {
  readonly run: number
  readonly state: 'running' | 'succeeded' | 'failed'
  readonly startedAt: string
  readonly endedAt?: string
  readonly exitCode?: number
  readonly message?: string
}

interface WireScript {
  readonly scriptSource: string
  readonly scriptData: string
  readonly scriptArguments?: string
  readonly timeout?: string
  readonly digest?: string
}

export interface WireSetup {
  readonly setupScripts?: {
    readonly scripts?: { readonly creationScript?: WireScript; readonly startupScript?: WireScript } | null
  } | null
  readonly setupRuns?: { readonly creation?: SetupRun; readonly startup?: SetupRun }
}

export function readSetup({ setupScripts, setupRuns }: WireSetup): readonly SetupScript[] {
  const { creationScript, startupScript } = setupScripts?.scripts ?? {}
  return scriptKinds.flatMap((kind) => {
    const script = kind === 'creation' ? creationScript : startupScript
    if (script === undefined) return []
    const isInline = script.scriptSource.toLowerCase() === 'inline'
    return [
      {
        kind,
        path: isInline ? undefined : script.scriptData,
        source: isInline ? textIn(script.scriptData) : undefined,
        arguments: script.scriptArguments,
        timeout: script.timeout,
        digest: script.digest,
        lastRun: setupRuns?.[kind],
      },
    ]
  })
}

/** Why a script cannot be run again now, as an English sentence; undefined: it can. */
export function reasonAgainstRetry(state: ComputeState): string | undefined {
  if (state === 'Running' || state === 'UserSetupFailed') return undefined
  return state === 'Stopped' ? 'It is not running: start it.' : 'Something is under way: wait until it is done.'
}

/** What is no base64 is shown as it came. */
function textIn(data: string): string {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(data), (character) => character.charCodeAt(0)))
  } catch {
    return data
  }
}
