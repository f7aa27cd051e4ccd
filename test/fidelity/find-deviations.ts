import type { ArmExchange } from '../../src/http/arm-exchange.ts'
import type { Validator, Verdict } from './open-validator.ts'
import { undescribedRequest } from './undescribed-request.ts'

/** Each deviation once, as `accepted.md` names it, with the exchange that first showed it. */
export async function findDeviations(
  validator: Validator,
  exchanges: ReadonlyMap<string, readonly ArmExchange[]>,
): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (const [client, recorded] of exchanges) {
    for (const exchange of recorded) {
      const shown = `${client}: ${exchange.method} ${exchange.url} → ${exchange.status}`
      for (const key of keysOf(await validator.validate(exchange), exchange)) if (!found.has(key)) found.set(key, shown)
    }
  }
  return found
}

function keysOf(verdict: Verdict, exchange: ArmExchange): string[] {
  if (verdict === undefined) return [undescribedRequest(exchange)]
  return verdict.deviations.map(({ operation, apiVersion, side, code, place }) =>
    [operation, apiVersion, side, code, place].join(' | '),
  )
}
