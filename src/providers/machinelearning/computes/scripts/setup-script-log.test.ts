import { expect, test } from 'vitest'
import type { NodePhase } from '../../../../fleet/fleet.ts'
import type { ScriptServices } from './script-services.ts'
import { setupScriptLog } from './setup-script-log.ts'

test.each([
  ['creationScript', 'creation', true],
  ['creationScript', 'startup', true],
  ['startupScript', 'creation', false],
  ['startupScript', 'startup', true],
  ['running', 'startup', false],
] as const)(
  'CI-85: in %s a node that is silent still tells whether the %s script is to come',
  async (phase, kind, is) => {
    expect(await logOf(phase, kind)).toMatchObject({ kind, text: '', isRunning: is })
  },
)

/** Of a node that was told to run its scripts and has begun none. */
async function logOf(phase: NodePhase, kind: 'creation' | 'startup'): Promise<unknown> {
  const headers = { 'x-size': '0', 'x-running': 'false' }
  const askNode = async () => ({ status: 200, headers, body: Buffer.alloc(0) })
  const { answer } = setupScriptLog({ askNode } as unknown as ScriptServices)
  const setup = { scripts: { creation: {}, startup: {} } }
  const record = { key: '/one', name: 'one', desired: { setup }, observed: { phase } }
  const node = { desired: { machineKey: 'm' }, observed: { endpoint: {} } }
  const asked = { store: { list: async () => [node] }, body: { kind } }
  return answer({ record } as unknown as Parameters<typeof answer>[0], asked as unknown as Parameters<typeof answer>[1])
}
