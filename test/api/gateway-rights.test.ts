import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { chmod, chown, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { expect, test, vi } from 'vitest'
import type { GatewayOptions } from '../../src/gateway/run-gateway.ts'
import { provideCertificates } from '../../src/identity/provide-certificates.ts'
import { writeFleet } from '../support/fleet-rows.ts'
import { type GatewayWorld, signIn, startGatewayWorld } from '../support/gateway-world.ts'
import { patience } from '../support/patience.ts'
import { ask } from '../support/raw-http.ts'

const nobody = 65_534
const entry = join(import.meta.dirname, '../support/gateway-child.ts')
let child: ChildProcess | undefined

test.runIf(process.getuid?.() === 0)(
  'started as root in a folder closed to others, the gateway gives up every right and goes on working',
  async () => {
    await using world = await startGatewayWorld(startUnprivileged)
    expect(await rightsOf(child?.pid)).toEqual({ uids: [nobody], gids: [nobody], groups: [nobody], capabilities: 0 })
    await works(world)
    // The server comes back on a new socket, made while the gateway had no rights any more.
    await world.server.stop()
    await world.server.start()
    await openToGateway(world.config.paths.serverSocket)
    await works(world)
    // So does a renewed certificate, whose key nobody but root could read where it was made.
    const before = await serialAt(world.port)
    await rm(join(world.config.paths.tls, 'server.pem'))
    await provideCertificates(world.config)
    await vi.waitFor(async () => expect(await serialAt(world.port)).not.toBe(before), patience)
    const { mode, uid, gid } = await stat(world.config.paths.servedCertificates)
    expect({ mode: mode & 0o777, uid, gid }).toEqual({ mode: 0o640, uid: 0, gid: nobody })
  },
)

async function serialAt(port: number): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port, servername: 'localhost', rejectUnauthorized: false })
  await once(socket, 'secureConnect')
  const { serialNumber } = socket.getPeerCertificate()
  socket.destroy()
  return serialNumber
}

async function works(world: GatewayWorld): Promise<void> {
  const { database, node, originOf, hostOf } = world
  await writeFleet(database.db, { name: 'box', observed: { endpoint: node.endpoint } })
  const origin = originOf('box-lab')
  const cookie = await signIn(database, { objectId: 'ana', origin })
  const ofApp = await ask(world.port + 1, { headers: { host: hostOf('box-lab.localhost'), cookie } })
  expect(ofApp.json).toMatchObject({ by: 'node' })
  const ofServer = await ask(world.port + 1, { headers: { host: hostOf('localhost') } })
  expect(ofServer.json).toMatchObject({ by: 'server' })
}

async function startUnprivileged({ config }: GatewayOptions): Promise<AsyncDisposable> {
  const { data, run, serverSocket } = config.paths
  await chown(run, 0, nobody)
  await chmod(run, 0o750)
  await openToGateway(serverSocket)
  const process = fork(entry, [data, String(config.installation.port), String(nobody), String(nobody)])
  child = process
  await once(process, 'message')
  return {
    async [Symbol.asyncDispose]() {
      process.kill()
      await once(process, 'exit')
    },
  }
}

async function openToGateway(socket: string): Promise<void> {
  await chown(socket, 0, nobody)
  await chmod(socket, 0o660)
}

async function rightsOf(pid: number | undefined) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  const field = (name: string): string[] =>
    new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(status)?.[1]?.trim().split(/\s+/) ?? []
  const numbers = (name: string): number[] => [...new Set(field(name).map(Number))]
  const capabilities = [...field('CapEff'), ...field('CapPrm')].reduce((sum, hex) => sum + Number.parseInt(hex, 16), 0)
  return { uids: numbers('Uid'), gids: numbers('Gid'), groups: numbers('Groups'), capabilities }
}
