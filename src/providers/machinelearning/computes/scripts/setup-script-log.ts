// CI-85: what a script printed in its last run, also while it runs. It may hold what the script was given, so reading the
// instance is not enough: the action needs a right of its own.

import { z } from 'zod'
import { readBody } from '../../../../arm/read-body.ts'
import type { AnswerAction } from '../../../../arm/resource-type.ts'
import { ArmError } from '../../../../base/errors.ts'
import type { NodeRequest } from '../../../../fleet/ask-node.ts'
import { type NodeRecord, nodeType, type ScriptKind } from '../../../../fleet/fleet.ts'
import { readSetupLog } from '../../../../fleet/read-setup-log.ts'
import type { Store } from '../../../../store/store.ts'
import type { Compute, ComputeStatus } from '../model.ts'
import type { ScriptServices } from './script-services.ts'

const bodySchema = z.strictObject({
  kind: z.enum(['creation', 'startup']).nullish(),
  /** Bytes to leave out: `nextOffset` of the answer before. */
  offset: z.int().min(0).nullish(),
})

export function setupScriptLog({ askNode }: ScriptServices): AnswerAction<Compute, ComputeStatus> {
  return {
    kind: 'answer',
    isQuestion: true,
    async answer({ record }, { store, body }) {
      const asked = readBody(bodySchema, body ?? {})
      const setup = record.desired.setup
      const kind = asked.kind ?? (setup?.scripts.creation ? 'creation' : 'startup')
      if (setup?.scripts[kind] === undefined)
        throw new ArmError(404, 'NoSetupScript', `The instance has no ${kind} script.`, { target: 'kind' })
      const node = await runningNode(store, record)
      const offset = asked.offset ?? 0
      const ask = (request: NodeRequest) => askNode(node.desired.machineKey, request)
      const part = await readSetupLog(ask, { kind, offset }).catch((cause: unknown) => {
        throw new ArmError(409, 'ComputeNotReady', 'The instance does not answer yet. Ask again in a moment.', {
          cause,
        })
      })
      if (part === undefined) throw notKept(record.name)
      return { kind, offset, ...part, isRunning: part.isRunning || isToCome(kind, record.observed) }
    },
  }
}

/** The node was told and has yet to begin it: who follows the log is not sent away before its first line. */
function isToCome(kind: ScriptKind, observed: ComputeStatus | undefined): boolean {
  return observed?.phase === 'creationScript' || (kind === 'startup' && observed?.phase === 'startupScript')
}

async function runningNode(store: Store, record: { readonly key: string; readonly name: string }): Promise<NodeRecord> {
  const [node] = (await store.list({ type: nodeType, parentKey: record.key })) as NodeRecord[]
  if (node?.observed?.endpoint !== undefined) return node
  throw new ArmError(
    409,
    'ComputeNotRunning',
    `The instance is not running. Its logs are kept on the workspace's share, in the folder Logs/${record.name}.`,
  )
}

function notKept(name: string): ArmError {
  return new ArmError(409, 'NoLogHere', `The instance keeps no log of its scripts. Restart ${name} first.`)
}
