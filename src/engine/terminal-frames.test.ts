import { expect, test } from 'vitest'
import { encodeTerminalFrame, maxFrameBytes, terminalFrame, terminalFrameDecoder } from './terminal-frames.ts'

test('frames survive being cut anywhere, and long data becomes several frames', () => {
  const long = Buffer.alloc(maxFrameBytes + 10, 'x')
  const bytes = Buffer.concat([
    encodeTerminalFrame(terminalFrame.data, long),
    encodeTerminalFrame(terminalFrame.resize, '{"cols":1,"rows":2}'),
    encodeTerminalFrame(terminalFrame.data, ''),
  ])
  const decode = terminalFrameDecoder()
  const frames = []
  for (let at = 0; at < bytes.length; at += 7001) frames.push(...decode(bytes.subarray(at, at + 7001)))
  expect(frames.map((frame) => [frame.type, frame.payload.length])).toEqual([
    [0, maxFrameBytes],
    [0, 10],
    [1, 19],
    [0, 0],
  ])
})

test('a frame that claims to be too long is refused before it is collected', () => {
  const head = Buffer.from([0, 0xff, 0xff, 0xff, 0xff])
  expect(() => terminalFrameDecoder()(head)).toThrow('too long')
})
