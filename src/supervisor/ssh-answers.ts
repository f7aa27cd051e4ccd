import { connect } from 'node:net'

/** Whether an SSH server speaks at this port of the node. */
export function sshAnswers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port })
    socket.once('data', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
    socket.once('close', () => resolve(false))
    socket.setTimeout(2000, () => socket.destroy())
  })
}
