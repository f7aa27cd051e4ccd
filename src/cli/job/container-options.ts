import { text } from 'node:stream/consumers'
import { bad } from '../cluster/cluster-options.ts'
import type { Invocation } from '../frame/invocation.ts'

/** `containerSettings` of a job; undefined: it runs in its nodes themselves. */
export async function containerFrom(invocation: Invocation): Promise<object | undefined> {
  const [image, shmSize] = [invocation.option('image'), invocation.option('shm-size')]
  const username = invocation.option('registry-user')
  const takesPassword = invocation.isOn('registry-password-stdin')
  if (image === undefined) {
    if (shmSize === undefined && username === undefined && !takesPassword) return undefined
    throw bad('Only a job in a container has shared memory and a registry.', 'name its image with --image')
  }
  if ((username !== undefined) !== takesPassword)
    throw bad('A registry takes a name and a password.', 'give --registry-user and --registry-password-stdin together')
  const credentials = username === undefined ? {} : { credentials: { username, password: await passwordFrom() } }
  return { imageSourceRegistry: { image, ...credentials }, ...(shmSize === undefined ? {} : { shmSize }) }
}

/** Never an option: other accounts see those of a running command. */
async function passwordFrom(): Promise<string> {
  const password = (await text(process.stdin)).replace(/\r?\n$/, '')
  if (password !== '') return password
  throw bad('Standard input holds no password.', 'pipe it in: pass registry | carrel job submit …')
}
