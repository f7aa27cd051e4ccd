import { expect, test, vi } from 'vitest'
import { signOutEverywhere } from '../../src/identity/sign-out-everywhere.ts'
import { writeFleet } from '../support/fleet-rows.ts'
import { signIn, startGatewayWorld } from '../support/gateway-world.ts'
import { patience } from '../support/patience.ts'
import { ask, openWebSocket } from '../support/raw-http.ts'

test('signing out everywhere is heard of by itself: an app answers nobody, and its open WebSockets are closed', async () => {
  await using world = await startGatewayWorld()
  const { database, port } = world
  await writeFleet(database.db, { name: 'box', observed: { endpoint: world.node.endpoint } })
  const origin = world.originOf('box-lab')
  const cookie = await signIn(database, { objectId: 'ana', origin })
  const headers = { host: world.hostOf('box-lab.localhost'), origin, cookie }
  expect((await ask(port + 1, { headers })).json).toMatchObject({ by: 'node' })
  const opened = await openWebSocket(port + 1, { headers })
  if (opened.kind !== 'open') throw new Error('refused')

  await signOutEverywhere(database.db, 'ana', Date.now())
  await vi.waitFor(async () => expect((await ask(port + 1, { headers })).status).toBe(401), patience)
  await vi.waitFor(() => expect(opened.socket.readyState).toBe(opened.socket.CLOSED), patience)
  expect(await openWebSocket(port + 1, { headers })).toEqual({ kind: 'refused', status: 401 })
})
