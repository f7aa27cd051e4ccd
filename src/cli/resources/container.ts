// What holds others: a resource group, a workspace. Deleting one asks first, since all that is in it goes too.

import { carryOut } from '../frame/change.ts'
import type { Invocation } from '../frame/invocation.ts'

export interface ContainerDocument {
  readonly id: string
  readonly name: string
  readonly location: string
  readonly tags?: Readonly<Record<string, string>>
  readonly properties: { readonly provisioningState?: string }
}

export interface ContainerDeletion {
  /** Of the one that the argument `name` names, with its api-version. */
  readonly path: string
  readonly kind: 'resource group' | 'workspace'
  /** What goes with it. */
  readonly contents: string
  /** The command that shows whether it is gone. */
  readonly lookAgain: string
}

export async function deleteContainer(invocation: Invocation, deletion: ContainerDeletion): Promise<void> {
  const { path, kind, contents, lookAgain } = deletion
  const name = invocation.argument('name')
  await (await invocation.session()).call('GET', path)
  await invocation.confirm(`Delete the ${kind} ${name} with ${contents}, for good?`)
  const done = `The ${kind} ${name} is deleted.`
  await carryOut(invocation, [{ name, method: 'DELETE', path, doing: 'deleting', done, lookAgain }])
}
