import { nextSshPort } from '../ssh-ports.ts'

/**
 * A port for each node there may be, beginning with those it has. None is given back before the pool goes: a node that is
 * leaving may still be listened for. `taken`: of everybody.
 */
export function poolPorts(has: readonly number[], most: number, taken: ReadonlySet<string>): number[] {
  const ports = [...has]
  const all = new Set([...taken, ...has.map(String)])
  while (ports.length < most) {
    const port = nextSshPort(all)
    all.add(String(port))
    ports.push(port)
  }
  return ports
}
