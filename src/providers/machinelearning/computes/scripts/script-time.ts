import type { Compute } from '../model.ts'
import { scriptKinds } from './compute-scripts.ts'

/** What a script is given to end in an orderly way, and to be heard of. */
const graceMs = 60_000

/** How much longer a change may take because of the scripts that may run in it. */
export function scriptTimeMs({ setup, power }: Compute): number {
  if (power === 'stopped') return 0
  return scriptKinds.reduce((sum, kind) => {
    const script = setup?.scripts[kind]
    return script === undefined ? sum : sum + script.timeoutMs + graceMs
  }, 0)
}
