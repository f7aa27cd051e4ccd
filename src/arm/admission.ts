// Between what is asked for and what is written: policy completes and judges it, the type reads and checks it, and what it
// points to is fetched. Nothing is written here.

import { ArmError } from '../base/errors.ts'
import type { ResourceRecord } from '../store/records.ts'
import type { Store } from '../store/store.ts'
import { type Governed, type Governor, type ParseBody, ungoverned } from './governor.ts'
import type { Target } from './operations.ts'
import { keyOf } from './resource-id.ts'
import type { AnyResourceType, Person, PutInput } from './resource-type.ts'
import type { Envelope } from './wire.ts'

export interface AdmissionOptions {
  readonly store: Store
  findPerson(objectId: string): Promise<Person | undefined>
  readonly governor?: Governor | undefined
}

export interface SentBody {
  readonly body: Envelope
  /** True: nothing will be written. */
  readonly isRehearsal?: boolean
}

/** With the body as policies have completed it. */
export type GovernedPut = Governed<unknown> & { readonly body: Envelope }

/** Answers desired, and what is to be called once it is accepted. */
export class Admission {
  readonly #options: AdmissionOptions

  constructor(options: AdmissionOptions) {
    this.#options = options
  }

  async put(target: Target, previous: ResourceRecord | undefined, sent: SentBody): Promise<GovernedPut> {
    const { body, isRehearsal = false } = sent
    const asked = { target, previous, body, parse: this.#parse(target), isRehearsal }
    const governed = (await this.#options.governor?.put(asked)) ?? ungoverned(body)
    try {
      const input = await this.#input(target, previous, governed.value)
      const desired = admitted(target.type, parsed(target.type, input), input)
      const value = await completed(target, desired, previous === undefined)
      return { ...governed, value, body: governed.value }
    } catch (error) {
      throw governed.blamed(error)
    }
  }

  /** Of tags alone. */
  async change(target: Target, previous: ResourceRecord, desired: unknown): Promise<Governed<unknown>> {
    const parse: ParseBody = async (body, before) => {
      const input = await this.#input(target, before, body)
      return admitted(target.type, parsed(target.type, input), input)
    }
    const asked = { target, previous, desired, parse }
    return (await this.#options.governor?.change(asked)) ?? ungoverned(desired)
  }

  /** By an action. */
  async act(target: Target, previous: ResourceRecord, desired: unknown): Promise<Governed<unknown>> {
    const governed = await this.change(target, previous, desired)
    try {
      return { ...governed, value: await completed(target, governed.value, false) }
    } catch (error) {
      throw governed.blamed(error)
    }
  }

  #parse(target: Target): ParseBody {
    return async (body, previous) => parsed(target.type, await this.#input(target, previous, body))
  }

  async #input(target: Target, previous: ResourceRecord | undefined, body: Envelope): Promise<PutInput<unknown>> {
    const { type, apiVersion, caller } = target
    const { store } = this.#options
    return {
      id: previous?.id ?? target.id,
      name: previous?.name ?? target.name,
      body,
      apiVersion,
      previous,
      caller,
      taken: new Set(type.pooledClaim ? (await store.claims(type.pooledClaim)).map((claim) => claim.value) : []),
      people: await this.#people(type.refersTo?.(body) ?? []),
    }
  }

  async #people(objectIds: readonly string[]): Promise<Map<string, Person>> {
    const found = await Promise.all(objectIds.map((objectId) => this.#options.findPerson(objectId)))
    return new Map(found.flatMap((person) => (person ? [[person.objectId, person]] : [])))
  }
}

function parsed(type: AnyResourceType, input: PutInput<unknown>): unknown {
  refuseUnread(type, input.body)
  return type.parse(input)
}

/** Throws 400 with every fault that depends on what is there. */
function admitted(type: AnyResourceType, desired: unknown, input: PutInput<unknown>): unknown {
  const faults = type.admit?.(desired, input) ?? []
  const [first] = faults
  if (!first) return desired
  throw new ArmError(400, first.code, first.message, {
    ...(first.target ? { target: first.target } : {}),
    details: faults,
  })
}

async function completed({ type, parentId }: Target, desired: unknown, isNew: boolean): Promise<unknown> {
  return type.complete === undefined ? desired : type.complete(desired, keyOf(parentId), isNew)
}

/** Nothing that was sent is dropped in silence. */
function refuseUnread(type: AnyResourceType, body: Envelope): void {
  for (const name of ['identity', 'sku', 'kind', 'zones'] as const) {
    if (body[name] === undefined || body[name] === null || type.topLevel?.includes(name)) continue
    throw new ArmError(400, 'InvalidRequestContent', `'${name}' is not offered for '${type.type}'.`, { target: name })
  }
}
