// Applications as a command line names them: `NAME=IMAGE:PORT`.

import type { ApiOption } from '../frame/api-command.ts'
import { CliFailure } from '../frame/cli-failure.ts'
import { exitCodes } from '../frame/exit-codes.ts'
import type { Invocation } from '../frame/invocation.ts'

export interface CustomServiceDocument {
  readonly name: string
  readonly image: { readonly type?: string; readonly reference: string }
  readonly endpoints: readonly { readonly target: number; readonly published?: number; readonly protocol?: string }[]
}

export const appOption: ApiOption = {
  flags: '--app <app...>',
  summary: 'applications beside it, each as NAME=IMAGE:PORT; PORT is where it listens',
}

/** What of a compute's body they are; nothing when there are none. */
export function customServices(invocation: Invocation): { customServices?: readonly CustomServiceDocument[] } {
  const asked = invocation.options('app')
  return asked.length === 0 ? {} : { customServices: asked.map(readApp) }
}

export function readApp(text: string): CustomServiceDocument {
  const [, name, reference, port] = /^([^=]+)=(.+):(\d{1,5})$/.exec(text) ?? []
  if (name === undefined || reference === undefined || port === undefined) {
    const next = 'write it as NAME=IMAGE:PORT, such as board=team/board:1.2:6006'
    throw new CliFailure(`'${text}' names no application.`, next, exitCodes.badUsage)
  }
  const endpoint = { protocol: 'http', target: Number(port), published: Number(port) }
  return { name, image: { type: 'docker', reference }, endpoints: [endpoint] }
}
