import { readdir, readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { dataFolder, pathsIn } from '../../config.ts'
import { ownKeyFile } from './public-key-for.ts'

/**
 * File of the private key that belongs to the public one: in `~/.ssh`, carrel's own, or that of an installation here.
 * Undefined: none of them; an agent may still hold it.
 */
export async function findIdentity(publicKey: string | null, data: string | undefined): Promise<string | undefined> {
  const wanted = keyIn(publicKey ?? '')
  if (wanted === undefined) return undefined
  const folders = [join(homedir(), '.ssh'), dirname(ownKeyFile()), pathsIn(dataFolder(data)).admin]
  for (const folder of folders) {
    const files = (await readdir(folder).catch(() => [])).filter((file) => file.endsWith('.pub')).sort()
    for (const file of files) {
      const text = await readFile(join(folder, file), 'utf8').catch(() => '')
      if (keyIn(text) === wanted) return join(folder, file.slice(0, -'.pub'.length))
    }
  }
  return undefined
}

/** Kind and key, without what people write behind them. */
function keyIn(text: string): string | undefined {
  return /(?:ssh-|ecdsa-sha2-)\S+ [A-Za-z0-9+/=]+/.exec(text)?.[0]
}
