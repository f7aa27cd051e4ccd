// The server process: opens the store and the engine the configuration names, listens on the Unix socket behind the
// gateway, and on the control socket of whoever owns the data folder.

import { chmod, chown, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { ShiftedClock, systemClock } from '../base/clock.ts'
import { createLog } from '../base/log.ts'
import type { Config, Secrets } from '../config.ts'
import { nodeOwner } from '../providers/machinelearning/computes/node-owner.ts'
import { fileShares } from '../share/file-shares.ts'
import { openDatabase } from '../store/open-database.ts'
import { createSqlStore } from '../store/sql-store.ts'
import { bootstrap } from './bootstrap.ts'
import { openControlSocket } from './control-socket.ts'
import { keepCertificates } from './keep-certificates.ts'
import { openEngine } from './open-engine.ts'
import { recordExchanges } from './record-exchanges.ts'
import { createServer } from './server.ts'

export interface RunServerOptions {
  readonly config: Config
  readonly secrets: Secrets
  readonly hasTestClock: boolean
}

const renewRoomEveryMs = 10 * 60_000

export async function runServer({ config, secrets, hasTestClock }: RunServerOptions): Promise<AsyncDisposable> {
  const { installation, paths } = config
  const log = createLog('server')
  const testClock = hasTestClock ? new ShiftedClock() : undefined
  const clock = testClock ?? systemClock
  const database = await openDatabase(
    installation.database === undefined ? { file: paths.database } : { url: installation.database },
  )
  const store = createSqlStore(database)
  // SQLite is one process's: what is leased was leased by one that was killed. With PostgreSQL the leases run out.
  if (database.dialect === 'sqlite') await store.releaseLeases(clock.now())
  const { engine, folders, removeShare, openShare } = await openEngine({ config, secrets, clock, log })
  // The memory engine is nobody's root: there, what is written is the server's own.
  const files = fileShares({ volumes: paths.volumes, owner: installation.engine === 'docker' ? nodeOwner : undefined })
  const recording = process.env['CARREL_RECORD_EXCHANGES']
  const recorder = recording ? recordExchanges(recording) : undefined
  const server = await createServer({
    ...{ config, secrets, store, db: database.db, engine, clock, log, files, folders, removeShare, openShare },
    ...(recorder ? { observe: recorder.observe } : {}),
  })

  const control = await openControlSocket({
    path: paths.controlSocket,
    log,
    testClock,
    nudge: () => server.controller.nudge(),
    bootstrap: (request) => bootstrap({ db: database.db, store, clock, installation }, request),
  })
  // After the control socket: "carrel up" turns to that one as soon as the API answers.
  await rm(paths.serverSocket, { force: true })
  await server.app.listen({ path: paths.serverSocket })
  await shareWithGateway(paths.serverSocket)
  server.start()
  const renewal = setInterval(() => database.renewRoom(), renewRoomEveryMs)
  const certificates = keepCertificates(config, log)
  log.info({ socket: paths.serverSocket }, 'serving')
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(renewal)
      certificates[Symbol.dispose]()
      await control.close()
      await server[Symbol.asyncDispose]()
      await database.close()
      await recorder?.[Symbol.asyncDispose]()
    },
  }
}

/** The gateway's group owns the folder; the socket goes with it. */
async function shareWithGateway(socket: string): Promise<void> {
  const { uid, gid } = await stat(dirname(socket))
  await chmod(socket, 0o660)
  if (process.getuid?.() === 0) await chown(socket, uid, gid)
}
