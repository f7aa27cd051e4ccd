import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Duplex, duplexPair } from 'node:stream'
import { afterEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { encodeTerminalFrame, terminalFrame, terminalFrameDecoder } from '../engine/terminal-frames.ts'
import { openTerminal } from './open-terminal.ts'

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

test('the session is named to the node, then typing, output and sizes pass', async () => {
  const { browser, node } = await terminal()
  expect(await line(node)).toBe('{"session":"tab-1","cols":80,"rows":24}')
  browser.send(Buffer.from('ls\r'))
  browser.send('{"cols":120,"rows":40}')
  expect(await frames(node, 2)).toEqual([
    { type: terminalFrame.data, payload: Buffer.from('ls\r') },
    { type: terminalFrame.resize, payload: Buffer.from('{"cols":120,"rows":40}') },
  ])
  node.write(encodeTerminalFrame(terminalFrame.data, 'file\r\n'))
  const [data, isBinary] = await once(browser, 'message')
  expect([String(data), isBinary]).toEqual(['file\r\n', true])
})

test('an exit is told to the browser before the connection closes', async () => {
  const { browser, node } = await terminal()
  const told = once(browser, 'message')
  const closed = once(browser, 'close')
  node.write(encodeTerminalFrame(terminalFrame.exit, '{"exitCode":3,"signal":0}'))
  expect(String((await told)[0])).toBe('{"exitCode":3,"signal":0}')
  expect((await closed)[0]).toBe(1000)
})

test('a browser that leaves lets the channel go, and a node that leaves lets the browser go', async () => {
  const first = await terminal()
  const gone = once(first.channel, 'close')
  first.browser.terminate()
  await gone
  const second = await terminal()
  const closed = once(second.browser, 'close')
  second.node.end()
  expect((await closed)[0]).toBe(1012)
})

test.each(['{"cols":0,"rows":1}', '{"cols":1e9,"rows":1}', '{"cols":"1","rows":1}', '[]', 'null', '{', ''])(
  'a message %j ends the connection',
  async (message) => {
    const { browser } = await terminal()
    const closed = once(browser, 'close')
    browser.send(message)
    expect((await closed)[0]).toBe(1008)
  },
)

test('a message larger than a frame ends the connection', async () => {
  const { browser } = await terminal()
  const closed = once(browser, 'close')
  browser.send(Buffer.alloc(64 * 1024 + 1))
  expect((await closed)[0]).toBe(1009)
})

test('a node that sends a frame too long is hung up on', async () => {
  const { browser, node } = await terminal()
  const closed = once(browser, 'close')
  node.write(Buffer.from([0, 0xff, 0xff, 0xff, 0xff]))
  expect((await closed)[0]).toBe(1012)
})

test.each(['/', '/ws', '/ws?session=../x&cols=1&rows=1', '/ws?session=a&cols=x&rows=1', '/ws?session=&cols=1&rows=1'])(
  '%s opens no terminal',
  async (path) => {
    await expect(terminal(path)).rejects.toThrow('400')
  },
)

interface Opened {
  readonly browser: WebSocket
  readonly node: Duplex
  /** The gateway's end of what leads to the node. */
  readonly channel: Duplex
}

async function terminal(path = '/ws?session=tab-1&cols=80&rows=24'): Promise<Opened> {
  const [channel, node] = duplexPair()
  const server = createServer()
  server.on('upgrade', (request, socket, head) => {
    void openTerminal(
      { request, socket, head },
      () => Promise.resolve(channel),
      () => {},
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const browser = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}${path}`)
  closing.push(
    () => browser.terminate(),
    () => server.close(),
  )
  await once(browser, 'open')
  return { browser, node, channel }
}

async function line(node: Duplex): Promise<string> {
  const [chunk] = await once(node, 'data')
  node.pause()
  return String(chunk).trimEnd()
}

async function frames(node: Duplex, count: number): Promise<unknown[]> {
  const decode = terminalFrameDecoder()
  const seen: unknown[] = []
  for await (const chunk of node.iterator({ destroyOnReturn: false })) {
    seen.push(...decode(chunk as Buffer))
    if (seen.length >= count) break
  }
  return seen
}
