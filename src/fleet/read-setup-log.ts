// What the set-up of a node printed in its last run, read from an offset on, also while it runs.

import type { NodeAnswer, NodeRequest } from './ask-node.ts'
import type { ScriptKind } from './fleet.ts'

export interface SetupLogPart {
  /** Bytes. */
  readonly nextOffset: number
  readonly size: number
  readonly isRunning: boolean
  readonly text: string
}

export interface SetupLogPlace {
  readonly kind: ScriptKind
  /** Bytes to leave out. */
  readonly offset: number
}

/** Of a node that is busy: somebody waits for what it has printed, and nothing is made of its silence. */
const patienceMs = 10_000

/** `ask`: the node. Undefined: it keeps no log. Throws when the node does not answer. */
export async function readSetupLog(
  ask: (asked: NodeRequest) => Promise<NodeAnswer>,
  { kind, offset }: SetupLogPlace,
): Promise<SetupLogPart | undefined> {
  const path = `/setup-log?kind=${kind}&offset=${offset}`
  const answer = await ask({ method: 'GET', path, timeoutMs: patienceMs })
  if (answer.status !== 200) return undefined
  const isRunning = answer.headers['x-running'] === 'true'
  const bytes = isRunning ? wholeCharacters(answer.body) : answer.body
  const size = Number(answer.headers['x-size']) || 0
  return { nextOffset: offset + bytes.length, size, isRunning, text: bytes.toString('utf8') }
}

/** The bytes up to the last character that is all there: the rest of it comes with what is asked for next. */
function wholeCharacters(bytes: Buffer): Buffer {
  let start = bytes.length - 1
  while (start > bytes.length - 4 && isContinuation(bytes[start])) start--
  const lead = bytes[start] ?? 0
  const length = [0xf0, 0xe0, 0xc0].findIndex((least) => lead >= least)
  return length >= 0 && start + 4 - length > bytes.length ? bytes.subarray(0, start) : bytes
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80
}
