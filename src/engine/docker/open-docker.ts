// A client of Docker whose every question ends: the library waits for the end of an answer, and one that breaks off in the
// middle, when Docker is killed, has none. Whoever asked would wait for ever, and a row, a machine or the sweep with him.

import { Agent, type ClientRequest, type IncomingMessage } from 'node:http'
import Docker from 'dockerode'

export interface DockerAt {
  /** Path of Docker's socket, with or without `unix://`. */
  readonly socketPath: string
  /** For how long it may say nothing; undefined: as long as it likes. */
  readonly patienceMs?: number
}

export function openDocker({ socketPath, patienceMs }: DockerAt): Docker {
  const agent = tellingAgent()
  return new Docker({
    ...{ socketPath: socketPath.replace(/^unix:\/\//, ''), agent },
    ...(patienceMs === undefined ? {} : { timeout: patienceMs }),
  })
}

/** What every agent has and its types leave out. */
interface Requesting {
  addRequest(request: ClientRequest, ...rest: readonly unknown[]): void
}

/** As Node's own, but for an error of an answer, which is one of its request too. */
function tellingAgent(): Agent {
  const agent = new Agent({ keepAlive: true, scheduling: 'lifo', timeout: 5000 }) as Agent & Requesting
  const add = agent.addRequest.bind(agent)
  agent.addRequest = (request, ...rest) => {
    request.once('response', (answer: IncomingMessage) => {
      answer.once('error', (error) => void request.emit('error', error))
    })
    add(request, ...rest)
  }
  return agent
}
