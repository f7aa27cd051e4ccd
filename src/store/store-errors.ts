// Why an accepted change was not written. Each is an answer the API turns into a 4xx; none leaves anything behind.

import type { Claim } from './store.ts'

/** Somebody changed the row since it was read (or created it first). Read again and decide again. */
export class RevisionConflict extends Error {
  override readonly name = 'RevisionConflict'
}

export class ClaimTaken extends Error {
  override readonly name = 'ClaimTaken'
  readonly claim: Claim
  /** Id of the resource that has it; undefined when that has just gone. */
  readonly holderId: string | undefined

  constructor(claim: Claim, holderId: string | undefined) {
    super(`${claim.kind} ${claim.value} is taken${holderId === undefined ? '' : ` by ${holderId}`}`)
    this.claim = claim
    this.holderId = holderId
  }
}

export class QuotaExceeded extends Error {
  override readonly name = 'QuotaExceeded'
  readonly family: string
  readonly asked: number
  readonly used: number
  readonly limit: number
  readonly holders: readonly { readonly id: string; readonly cores: number }[]

  constructor(shortfall: {
    family: string
    asked: number
    used: number
    limit: number
    holders: readonly { id: string; cores: number }[]
  }) {
    super(`${shortfall.family}: ${shortfall.asked} cores asked, ${shortfall.used} of ${shortfall.limit} in use`)
    this.family = shortfall.family
    this.asked = shortfall.asked
    this.used = shortfall.used
    this.limit = shortfall.limit
    this.holders = shortfall.holders
  }
}

export class ParentGone extends Error {
  override readonly name = 'ParentGone'
  readonly parentKey: string
  /** False: it does not exist. */
  readonly isDeleting: boolean

  constructor(parentKey: string, { isDeleting }: { isDeleting: boolean }) {
    super(`${parentKey} ${isDeleting ? 'is being deleted' : 'does not exist'}`)
    this.parentKey = parentKey
    this.isDeleting = isDeleting
  }
}
