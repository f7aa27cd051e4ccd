// What the server asks to be run when the apps are up: its words are `NodeSetup` of the server's fleet.

export type ScriptKind = 'creation' | 'startup'

export interface NodeScript {
  /** Base64. */
  readonly content: string
  readonly digest: string
  readonly arguments: readonly string[]
  /** Where it runs. */
  readonly folder: string
  readonly timeoutMs: number
}

export interface SetupRequest {
  /** Raised to run one again; a script runs once for each number. */
  readonly runs: Readonly<Record<ScriptKind, number>>
  readonly scripts: Readonly<Partial<Record<ScriptKind, NodeScript>>>
  readonly environment: Readonly<Record<string, string>>
  /** Path → what it leads to. */
  readonly links: Readonly<Record<string, string>>
  /** Where logs are stored: names below a folder that several nodes write. */
  readonly logFolder: { readonly root: string; readonly names: readonly string[] }
  /** True: this boot was set up before; only what is asked for anew runs. */
  readonly isSettled: boolean
}

/** Throws on what the server would not send. */
export function parseSetupRequest(text: string): SetupRequest {
  const request = JSON.parse(text) as SetupRequest
  if (!Number.isInteger(request.runs.creation) || !Number.isInteger(request.runs.startup)) throw new Error('no runs')
  for (const script of Object.values(request.scripts)) {
    if (typeof script.content !== 'string' || !Array.isArray(script.arguments) || !(script.timeoutMs > 0))
      throw new Error('not a script')
  }
  return request
}
