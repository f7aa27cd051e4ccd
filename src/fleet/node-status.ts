import { request } from 'node:http'
import type { Duplex } from 'node:stream'
import { z } from 'zod'
import type { Engine } from '../engine/engine.ts'

/** It becomes lines of other people's `known_hosts`: exactly a kind and base64, nothing that could end the line. */
const hostKey = z
  .string()
  .max(400)
  .regex(/^(?:ssh-ed25519|ecdsa-sha2-nistp256) [A-Za-z0-9+/]+={0,2}$/)

const statusSchema = z.object({
  bootId: z.string(),
  ready: z.boolean(),
  /** None from a supervisor of before they were told, and none that would be wrong. */
  sshHostKeys: z.array(hostKey).max(4).catch([]),
})

/** What the supervisor of a node says of itself. */
export type NodeStatus = z.infer<typeof statusSchema>

const timeoutMs = 1_000
/** The answer comes from a machine whose user is root in it: size-limited and checked like any hostile input. */
const maxAnswerBytes = 64 * 1024

/** Asks the node's supervisor; undefined while it does not answer yet. */
export async function nodeStatus(engine: Engine, machineKey: string): Promise<NodeStatus | undefined> {
  let connection: Duplex | undefined
  try {
    connection = await engine.connect(machineKey, 'control')
    return statusSchema.parse(JSON.parse(await get(connection, '/status')))
  } catch {
    return undefined
  } finally {
    connection?.destroy()
  }
}

function get(connection: Duplex, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const call = request({ path, host: 'node', createConnection: () => connection, timeout: timeoutMs }, (answer) => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (chunk: string) => {
        text += chunk
        if (text.length > maxAnswerBytes) answer.destroy(new Error('status answer too long'))
      })
      answer.on('end', () => resolve(text))
      answer.on('error', reject)
    })
    call.on('timeout', () => call.destroy(new Error('status timed out')))
    call.on('error', reject)
    call.end()
  })
}
