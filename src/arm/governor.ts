// What governs changes beside rights: policy. It arrives as an object, so that the protocol knows nothing of it.

import type { ResourceRecord } from '../store/records.ts'
import type { Target } from './operations.ts'
import type { Envelope } from './wire.ts'

export interface Governor {
  /** Before the body is parsed for good. Throws ArmError 403. */
  put(asked: AskedPut): Promise<Governed<Envelope>>
  /** Of tags, or by an action. What is answered may say more than was asked for. Throws ArmError 403. */
  change(asked: AskedAlteration): Promise<Governed<unknown>>
  /** Throws ArmError 403. */
  delete(target: Target, record: ResourceRecord): Promise<void>
}

/** From a body to desired, as a PUT on what is there (`previous`) would have it. Throws ArmError 400. */
export type ParseBody = (body: Envelope, previous: ResourceRecord | undefined) => Promise<unknown>

export interface AskedPut {
  readonly target: Target
  readonly previous: ResourceRecord | undefined
  readonly body: Envelope
  readonly parse: ParseBody
  /** True: nothing will be written. */
  readonly isRehearsal: boolean
}

export interface AskedAlteration {
  readonly target: Target
  readonly previous: ResourceRecord
  readonly desired: unknown
  readonly parse: ParseBody
}

export interface Governed<T> {
  readonly value: T
  /** Says of a refusal whose doing it is, where more was asked for than was sent. */
  blamed(error: unknown): unknown
  /** To be called once the change is accepted. */
  accepted(): Promise<void>
}

export function ungoverned<T>(value: T): Governed<T> {
  return { value, blamed: (error) => error, accepted: async () => undefined }
}
