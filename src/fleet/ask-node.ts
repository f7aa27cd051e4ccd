import { type IncomingHttpHeaders, request } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Engine } from '../engine/engine.ts'

const timeoutMs = 1_000
/** The answer comes from a machine whose user is root in it: size-limited like any hostile input. */
const maxAnswerBytes = 512 * 1024

export interface NodeRequest {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body?: string
}

export interface NodeAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/** Asks the node's supervisor. Throws when it does not answer, in time and with few enough bytes. */
export async function askNode(engine: Engine, machineKey: string, asked: NodeRequest): Promise<NodeAnswer> {
  const connection = await engine.connect(machineKey, 'control')
  try {
    return await send(connection, asked)
  } finally {
    connection.destroy()
  }
}

function send(connection: Duplex, { method, path, body }: NodeRequest): Promise<NodeAnswer> {
  return new Promise((resolve, reject) => {
    const call = request(
      { method, path, host: 'node', createConnection: () => connection, timeout: timeoutMs },
      (answer) => {
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
      },
    )
    call.on('timeout', () => call.destroy(new Error('the node did not answer in time')))
    call.on('error', reject)
    call.end(body)
  })
}
