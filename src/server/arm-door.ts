// The door by which deployments act: the ARM surface itself, without HTTP. Whoever a deployment acts for is asked about
// again at each step: an account that was disabled or deleted meanwhile gets no further, nor one that lost its role.

import { ArmError } from '../base/errors.ts'
import type { Log } from '../base/log.ts'
import { type ArmOptions, handleArm } from '../http/arm.ts'
import { parseJson } from '../http/parse-json.ts'
import { recordRefusal } from '../http/record-refusal.ts'
import type { AccountState } from '../identity/account-state.ts'
import type { AuditTrail } from '../identity/audit-trail.ts'
import type { ArmDoor, ArmQuestion } from '../providers/resources/deployments/services.ts'

export interface ArmDoorOptions {
  /** Fetched when first asked: the surface is put together after the providers. */
  arm(): ArmOptions
  accountState(objectId: string): Promise<AccountState | undefined>
  audit(): AuditTrail
  readonly log: Log
}

export function openArmDoor({ arm, accountState, audit, log }: ArmDoorOptions): ArmDoor {
  return {
    report: (error) => log.error({ err: error }, 'a question of a deployment could not be answered'),
    offered: () => arm().registry.offered,
    types: () => arm().registry.types,
    async ask(question) {
      const { method, body, caller } = question
      const path = question.path.split('/').map(encodeURIComponent).join('/')
      try {
        await requireAccount(question, accountState)
        return await handleArm(
          {
            method,
            path,
            caller,
            query: new URLSearchParams({ 'api-version': question.apiVersion, ...question.query }),
            // Read as if it had come over HTTP: what an expression made is held to the same bounds.
            body: () => parseJson(body === undefined ? undefined : Buffer.from(JSON.stringify(body))),
            precondition: { ifMatch: undefined, ifNoneMatch: undefined },
            ...(question.isRehearsal ? { isRehearsal: true } : {}),
          },
          arm(),
        )
      } catch (error) {
        if (!question.isRehearsal) await recordRefusal(audit(), error, { method, path, caller })
        throw error
      }
    },
  }
}

async function requireAccount(
  { caller, path }: ArmQuestion,
  accountState: ArmDoorOptions['accountState'],
): Promise<void> {
  const { objectId, name } = caller.actor
  const state = await accountState(objectId)
  if (state !== undefined && !state.isDisabled) return
  throw new ArmError(
    403,
    'AuthorizationFailed',
    `The account of '${name}' with object id '${objectId}' is ${state ? 'disabled' : 'gone'}, so nothing more is done for it at '${path}'.`,
  )
}
