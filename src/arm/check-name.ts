// Whether a name that exists once in the installation may still be taken, as several providers are asked.

import { z } from 'zod'
import type { Endpoint } from './endpoint.ts'
import { readBody } from './read-body.ts'

export interface NameRule {
  /** Namespace and type whose names they are, as clients send it in `type`. */
  readonly type: string
  readonly apiVersions: readonly string[]
  /** What the caller needs at the subscription. */
  readonly action: string
  readonly pattern: RegExp
  readonly words: string
  readonly claim: string
  /** The word for a name against the rule. */
  readonly invalidReason: string
}

export function checkNameEndpoint(rule: NameRule): Endpoint {
  const [namespace = ''] = rule.type.split('/')
  return {
    method: 'POST',
    kind: 'collection',
    home: 'subscription',
    type: `${namespace}/checkNameAvailability`,
    apiVersions: rule.apiVersions,
    action: rule.action,
    isQuestion: true,
    isUnlisted: true,
    async handle({ body, store }) {
      const { name } = readBody(z.looseObject({ name: z.string() }), body ?? {})
      if (!rule.pattern.test(name)) {
        const message = `${name.slice(0, 100)} is not a valid name: ${rule.words}.`
        return { status: 200, body: { nameAvailable: false, reason: rule.invalidReason, message } }
      }
      const holder = await store.claimHolder({ kind: rule.claim, value: name.toLowerCase() })
      if (holder === undefined) return { status: 200, body: { nameAvailable: true } }
      const message = `The name '${name}' is already taken.`
      return { status: 200, body: { nameAvailable: false, reason: 'AlreadyExists', message } }
    },
  }
}
