// What is asked of a node's supervisor: HTTP/1.1 on its channel `control`.

import { type ClientRequest, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http'
import { patience } from '../base/patience.ts'
import type { Engine } from '../engine/engine.ts'
import { nodeAgent } from './node-agent.ts'

const timeoutMs = 1_000
/** For the whole answer, beyond twice as long as it may say nothing. */
const graceMs = 1_000
/** The answer comes from a machine whose user is root in it: size-limited like any hostile input. */
const maxAnswerBytes = 512 * 1024

export interface NodeRequest {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body?: string
  /** For how long the node may say nothing; a second unless told. */
  readonly timeoutMs?: number
}

export interface NodeAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/**
 * Throws when it does not answer, in time and with few enough bytes. It may be asked twice: when the connection, kept from
 * an earlier question, ended just now.
 */
export async function askNode(engine: Engine, machineKey: string, asked: NodeRequest): Promise<NodeAnswer> {
  const limitMs = asked.timeoutMs ?? timeoutMs
  for (;;) {
    const call = request({
      ...{ method: asked.method, path: asked.path, host: 'node' },
      agent: nodeAgent(engine, machineKey),
    })
    // A node that says a byte now and then is never silent: whoever waits for it would wait for days.
    using _ = patience(2 * limitMs + graceMs, () => call.destroy(tooLate()))
    try {
      return await answerTo(call, asked.body, limitMs)
    } catch (error) {
      if (!call.reusedSocket || !isHungUp(error)) throw error
    }
  }
}

function answerTo(call: ClientRequest, body: string | undefined, limitMs: number): Promise<NodeAnswer> {
  return new Promise((resolve, reject) => {
    let isAnswered = false
    // From when it is connected, for which there is a limit of its own.
    call.on('socket', () => {
      const silence = patience(limitMs, () => call.destroy(tooLate()))
      call.on('response', (answer) => {
        silence.again()
        answer.on('data', () => silence.again())
      })
      call.on('close', () => silence[Symbol.dispose]())
    })
    call.on('response', (answer) => {
      isAnswered = true
      read(answer).then(resolve, reject)
    })
    // Such as an upgrade nobody asked for: the call ends with neither an answer nor an error.
    call.on('close', () => {
      if (!isAnswered) reject(new Error('the node hung up without an answer'))
    })
    call.on('error', reject)
    call.end(body)
  })
}

function tooLate(): Error {
  return new Error('the node did not answer in time')
}

function read(answer: IncomingMessage): Promise<NodeAnswer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let length = 0
    answer.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      length += chunk.length
      if (length > maxAnswerBytes) answer.destroy(new Error('the answer of the node is too long'))
    })
    answer.on('end', () =>
      resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) }),
    )
    answer.on('error', reject)
    answer.on('close', () => reject(new Error('the node did not finish its answer')))
  })
}

function isHungUp(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'ECONNRESET' || code === 'EPIPE'
}
