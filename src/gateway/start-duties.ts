// What the gateway does without being asked: sweep, listen for SSH, report activity, let go of what is idle.

import type { Kysely } from 'kysely'
import type { NodeDesired, NodeObserved } from '../fleet/fleet.ts'
import type { Tables } from '../store/tables.ts'
import { type Reach, reachOf } from './app-target.ts'
import type { GatewayParts } from './gateway-parts.ts'
import { repeat } from './repeat.ts'
import { SshListeners } from './ssh-listeners.ts'
import { SshWishes } from './ssh-wishes.ts'
import { sweep } from './sweep.ts'
import { tellServer } from './tell-server.ts'

/** `sshHost`: the address every node's SSH port is opened at. */
export function startDuties(parts: GatewayParts, db: Kysely<Tables>, sshHost: string): Disposable {
  const { log, activity, nodes, server } = parts
  const stack = new DisposableStack()
  const ssh = stack.adopt(sshListeners(parts, db), (listeners) => listeners.close())
  const wishes = new SshWishes(db, sshHost)
  stack.use(repeat(sshMs, log, async () => ssh.sync(await wishes.read())))
  stack.use(repeat(sweepMs, log, () => sweep(parts)))
  stack.use(repeat(pruneMs, log, () => nodes.prune()))
  stack.use(
    repeat(activityMs, log, () => activity.report((body) => tellServer(server, { path: '/internal/activity', body }))),
  )
  return stack
}

const sshMs = 500
const sweepMs = 2000
const pruneMs = 10_000
const activityMs = 30_000

function sshListeners({ log, nodes, activity, server }: GatewayParts, db: Kysely<Tables>): SshListeners {
  return new SshListeners({
    log,
    async openChannel(nodeKey) {
      const reach = await readReach(db, nodeKey)
      return reach === undefined ? undefined : nodes.open(reach, 'ssh')
    },
    onInput: (label) => activity.record(label),
    onPortInUse({ fleetKey, endpoint }) {
      const notice = { path: '/internal/ssh-port-in-use', body: { key: fleetKey, port: endpoint.port } } as const
      tellServer(server, notice).catch((error: unknown) =>
        log.info({ err: error }, 'the server was not told of a port'),
      )
    },
    now: () => performance.now(),
  })
}

async function readReach(db: Kysely<Tables>, nodeKey: string): Promise<Reach | undefined> {
  const row = await db
    .selectFrom('resources')
    .where('key', '=', nodeKey)
    .select(['desired', 'observed'])
    .executeTakeFirst()
  if (row === undefined || row.observed === null) return undefined
  return reachOf({
    desired: JSON.parse(row.desired) as NodeDesired,
    observed: JSON.parse(row.observed) as NodeObserved,
  })
}
