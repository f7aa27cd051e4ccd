// One process at a time changes an installation, or makes what all of them share; the next waits. The turn is a name the
// kernel keeps as long as its holder lives (an abstract socket), so there is nothing to clean up after whoever was killed.

import { createHash } from 'node:crypto'
import { createServer, type Server } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

export interface Turn extends AsyncDisposable {
  /** Lets the next one go on; again is success. */
  end(): void
}

const lookAgainMs = 100

/** `what`: a data folder, or what is made; told to who has to wait. */
export async function takeTurn(what: string, say: (line: string) => void): Promise<Turn> {
  const name = `\0carrel-${createHash('sha256').update(what).digest('hex')}`
  for (let attempt = 1; ; attempt++) {
    const held = await hold(name)
    if (held !== undefined) {
      const end = () => void held.close()
      return { end, [Symbol.asyncDispose]: async () => end() }
    }
    if (attempt === 1) say(`Another command is at work on ${what}; this one waits for it.`)
    await sleep(lookAgainMs)
  }
}

/** Undefined: somebody else has it. */
function hold(path: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy())
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    )
    server.listen({ path }, () => resolve(server.unref()))
  })
}
