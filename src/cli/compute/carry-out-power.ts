// What `start`, `stop`, `restart` and `delete` ask of the API, by whichever command line they are called.

import { type Change, carryOut } from '../frame/change.ts'
import type { Invocation } from '../frame/invocation.ts'
import { computeVersion } from './compute-document.ts'
import { computeId } from './read-compute.ts'

export type PowerVerb = 'start' | 'stop' | 'restart'

export async function carryOutPower(invocation: Invocation, verb: PowerVerb, names: readonly string[]): Promise<void> {
  const session = await invocation.session()
  const { doing, done } = words[verb]
  const changes = names.map((name): Change => {
    const path = `${computeId(session, name)}/${verb}?${computeVersion}`
    return { name, method: 'POST', path, doing, done: `${name} ${done}.`, lookAgain: `carrel compute events ${name}` }
  })
  await carryOut(invocation, changes)
}

/** With everything on the disks. */
export async function carryOutDelete(invocation: Invocation, names: readonly string[]): Promise<void> {
  const session = await invocation.session()
  const changes = names.map((name): Change => {
    const path = `${computeId(session, name)}?${computeVersion}&underlyingResourceAction=Delete`
    const lookAgain = 'carrel compute list'
    return { name, method: 'DELETE', path, doing: 'deleting', done: `${name} is deleted.`, lookAgain }
  })
  await carryOut(invocation, changes)
}

const words: Readonly<Record<PowerVerb, { readonly doing: string; readonly done: string }>> = {
  start: { doing: 'starting', done: 'is running' },
  stop: { doing: 'stopping', done: 'is stopped' },
  restart: { doing: 'restarting', done: 'is running again' },
}
