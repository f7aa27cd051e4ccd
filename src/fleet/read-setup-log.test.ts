import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import type { Engine } from '../engine/engine.ts'
import { askNode } from './ask-node.ts'
import { readSetupLog } from './read-setup-log.ts'

/** Longer than a node may take that is asked how it is. */
const busyMs = 1_500

test('a node that is busy is waited for, since somebody waits for what it has printed', async () => {
  const node = createServer(async (_request, response) => {
    await sleep(busyMs)
    response.writeHead(200, { 'x-size': '5', 'x-running': 'true' }).end('hello')
  })
  node.listen(0, '127.0.0.1')
  await once(node, 'listening')
  onTestFinished(() => {
    node.closeAllConnections()
    node.close()
  })
  const { port } = node.address() as AddressInfo
  const engine = {
    async connect() {
      const socket = connect(port, '127.0.0.1')
      await once(socket, 'connect')
      return socket
    },
  } as unknown as Engine
  const part = await readSetupLog((asked) => askNode(engine, 'm', asked), { kind: 'creation', offset: 0 })
  expect(part).toEqual({ nextOffset: 5, size: 5, isRunning: true, text: 'hello' })
})
