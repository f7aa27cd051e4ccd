// `compute setup-log` and `retry-setup`: what a set-up script printed, and another try.

import type { ApiCommand, ApiOption } from '../frame/api-command.ts'
import { carryOut } from '../frame/change.ts'
import type { Invocation } from '../frame/invocation.ts'
import { followOption, type LogPart, printLog } from '../frame/print-log.ts'
import { computeVersion } from './compute-document.ts'
import { computeId, computeNames } from './read-compute.ts'

const kind: ApiOption = {
  flags: '--kind <script>',
  summary: 'which of the two (default: creation script if there is one)',
  choices: ['creation', 'startup'],
}

export const setupLog: ApiCommand = {
  usage: 'setup-log <name>',
  summary: 'Show what a set-up script of an instance printed in its last run',
  completes: { name: computeNames },
  options: [kind, followOption],
  examples: ['carrel compute setup-log desk', 'carrel compute setup-log desk --kind startup --follow'],
  run: (invocation) => printLog(invocation, (offset) => readPart(invocation, offset)),
}

export const retrySetup: ApiCommand = {
  usage: 'retry-setup <name>',
  summary: 'Run the set-up script that failed again, on the instance as it is',
  isLong: true,
  completes: { name: computeNames },
  options: [
    { flags: '--kind <script>', summary: 'this one, also when it did not fail', choices: ['creation', 'startup'] },
    { flags: '--read-again', summary: 'with the script as it is on the share now' },
  ],
  examples: ['carrel compute retry-setup desk', 'carrel compute retry-setup desk --read-again --no-wait'],
  async run(invocation) {
    const session = await invocation.session()
    const name = invocation.argument('name')
    const asked = invocation.option('kind')
    await carryOut(invocation, [
      {
        name,
        method: 'POST',
        path: `${computeId(session, name)}/retrySetup?${computeVersion}`,
        body: { ...(asked && { kind: asked }), ...(invocation.isOn('read-again') && { readAgain: true }) },
        doing: 'setting up',
        done: `${name} is set up and running.`,
        lookAgain: `carrel compute setup-log ${name}`,
      },
    ])
  },
}

async function readPart(invocation: Invocation, offset: number): Promise<LogPart> {
  const session = await invocation.session()
  const asked = invocation.option('kind')
  const path = `${computeId(session, invocation.argument('name'))}/setupScriptLog?${computeVersion}`
  return session.call<LogPart>('POST', path, { offset, ...(asked && { kind: asked }) })
}
