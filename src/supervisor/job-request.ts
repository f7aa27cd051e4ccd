// What the server asks to be run as a job: its words are `NodeJob` of the server's fleet.

import type { MountCommand } from './job-mounts.ts'

export interface JobRequest {
  /** Of this one attempt at the job: a job that is tried again has another. */
  readonly id: string
  /** False: it is prepared and then waits for the other nodes. */
  readonly go: boolean
  /** Runs before it, on each of its nodes. */
  readonly preparation: string | undefined
  /** Undefined: this node only takes part; what runs on it is started by the first. */
  readonly command: string | undefined
  readonly environment: Readonly<Record<string, string>>
  /** Absolute; made when they are missing. */
  readonly folders: readonly string[]
  /** Made anew for each attempt. */
  readonly freshFolder: string
  /** Removed when it is over: they lie where they would stay. */
  readonly temporaryFolders?: readonly string[]
  /** Path → what it leads to. */
  readonly links: Readonly<Record<string, string>>
  /** Mounted for it by its engine: nothing starts where one is not there. */
  readonly mountPoints?: readonly string[]
  /** Run before its preparation, with their paths below `freshFolder`. */
  readonly mountCommands?: readonly MountCommand[]
  /** Path → content. */
  readonly files: Readonly<Record<string, string>>
  /** Where it starts. */
  readonly workFolder: string
  readonly outputs: { readonly folder: string; readonly preparation: string }
  readonly timeoutMs: number
  /** True: it runs in the annex with its id, and waits for that. */
  readonly isInAnnex: boolean
  /** Undefined: it has this node alone, or its nodes do not enter each other. */
  readonly peers: JobPeers | undefined
}

/** What lets root of one of the job's nodes into the others. */
export interface JobPeers {
  /** Where each of them listens. */
  readonly port: number
  /** Host names of all of them. */
  readonly names: readonly string[]
  /** PEM. */
  readonly privateKey: string
  /** As in `authorized_keys`. */
  readonly publicKey: string
}

const idPattern = /^[a-z0-9-]{1,80}$/

/** Throws on what the server would not send. */
export function parseJobRequest(text: string, isInAnnex: boolean): JobRequest {
  const request = { ...(JSON.parse(text) as JobRequest), isInAnnex }
  requireJobId(request.id)
  if (!(request.timeoutMs > 0) || typeof request.outputs?.folder !== 'string') throw new Error('not a job')
  return request
}

/** It names a file. */
export function requireJobId(id: unknown): string {
  if (typeof id !== 'string' || !idPattern.test(id)) throw new Error('no id of a job')
  return id
}
