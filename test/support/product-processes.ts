// The product's own processes, as a fault meets them: found by the process ids in `run/`, killed, and waited for until
// their parent has started the next.

import { pathsIn } from '../../src/config.ts'
import { type ProcessName, runningPid } from '../../src/host/process-files.ts'
import { until } from './product.ts'

/** Answers the id of the process that was killed. */
export async function killProcess(
  data: string,
  name: ProcessName,
  signal: NodeJS.Signals = 'SIGKILL',
): Promise<number> {
  const pid = await runningPid(pathsIn(data), name)
  if (pid === undefined) throw new Error(`no ${name} runs on ${data}`)
  process.kill(pid, signal)
  return pid
}

/** Waits until another process than `before` has its place. */
export function untilReplaced(data: string, name: ProcessName, before: number): Promise<void> {
  return until(async () => {
    const pid = await runningPid(pathsIn(data), name)
    return pid === undefined || pid === before ? `${name} was not started again` : undefined
  })
}
