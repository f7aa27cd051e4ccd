import { ArmError, type ErrorDetail } from '../base/errors.ts'
import { totalFamily } from '../store/default-quota.ts'
import { ClaimTaken, ParentGone, QuotaExceeded } from '../store/store-errors.ts'
import { missing } from './not-found.ts'
import { groupIdOf } from './resource-id.ts'
import type { AnyResourceType } from './resource-type.ts'

/** A refusal of the store in ARM's words; anything else is answered unchanged. */
export function armErrorOf(error: unknown, type: AnyResourceType): unknown {
  if (error instanceof ClaimTaken) {
    const detail = type.claimFault?.(error.claim) ?? { code: 'Conflict', message: `${error.claim.value} is taken.` }
    return new ArmError(409, detail.code, detail.message, { cause: error })
  }
  if (error instanceof QuotaExceeded) {
    return quotaFault(error, () => true)
  }
  if (error instanceof ParentGone) {
    return error.isDeleting ? beingDeleted(error) : parentMissing(error)
  }
  return error
}

function beingDeleted(error: ParentGone): ArmError {
  const isGroup = groupIdOf(error.parentKey) === error.parentKey
  const code = isGroup ? 'ResourceGroupBeingDeleted' : 'Conflict'
  const message = `'${error.parentKey}' is being deleted; nothing can be made in it until it is gone.`
  return new ArmError(409, code, message, { cause: error })
}

function parentMissing(error: ParentGone): ArmError {
  const { code, message } = missing(error.parentKey)
  return new ArmError(404, code === 'ResourceNotFound' ? 'ParentResourceNotFound' : code, message, { cause: error })
}

/** What is used, by whom, and what would free enough; of holders only those are named that `isTold`. */
export function quotaFault(error: QuotaExceeded, isTold: (holderId: string) => boolean): ArmError {
  const told = error.holders.filter(({ id }) => isTold(id))
  const message = quotaMessage(error, told)
  return new ArmError(409, 'QuotaExceeded', message, { cause: error, details: holderDetails(told) })
}

type Holders = QuotaExceeded['holders']

function quotaMessage({ family, asked, used, limit, holders }: QuotaExceeded, told: Holders): string {
  const missing = asked + used - limit
  const enough: string[] = []
  let freed = 0
  for (const holder of told) {
    if (freed >= missing) break
    freed += holder.cores
    enough.push(holder.id.split('/').at(-1) ?? holder.id)
  }
  const isHidden = told.length < holders.length
  const advice =
    freed >= missing && enough.length > 0
      ? ` Deleting ${enough.join(', ')} would free enough; a stopped instance keeps its cores.`
      : isHidden
        ? ' Some of it is held by what you may not read; choose a smaller size, or ask whoever may for more quota.'
        : ' The request alone is larger than the limit; choose a smaller size or ask for more quota.'
  return `The operation would exceed the quota of ${limit} cores ${family === totalFamily ? 'of all families together' : `for ${family}`}: ${used} in use, ${asked} asked.${advice}`
}

function holderDetails(told: Holders): ErrorDetail[] {
  return told
    .slice(0, 10)
    .map((holder) => ({ code: 'QuotaHolder', target: holder.id, message: `${holder.cores} cores` }))
}
