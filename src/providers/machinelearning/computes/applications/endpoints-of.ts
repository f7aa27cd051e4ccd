import type { CustomService } from './custom-service-wire.ts'

export interface Endpoint {
  /** Of the instance; where the application listens. */
  readonly target: number
  /** Names its origin. */
  readonly published: number
}

export function endpointsOf({ endpoints }: CustomService): Endpoint[] {
  return (endpoints ?? []).map(({ target, published }) => ({ target, published: published ?? target }))
}
