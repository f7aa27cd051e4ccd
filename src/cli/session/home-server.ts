// Which server this command line was handed out by. In a clone there is none.

import { readFile } from 'node:fs/promises'
import { z } from 'zod'

const schema = z.object({
  endpoint: z.url(),
  /** PEM of its authority; absent: this machine trusts it already. */
  ca: z.string().optional(),
})

export type HomeServer = z.infer<typeof schema>

const file = new URL('../../../home-server.json', import.meta.url)

export async function homeServer(): Promise<HomeServer | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined)
  return text === undefined ? undefined : schema.parse(JSON.parse(text))
}
