import { shellWord } from '../../../api/equivalents.ts'
import type { Cluster } from '../cluster.ts'

/** To a node by `carrel`, which knows its keys. */
export function sshLine({ key, name }: Pick<Cluster, 'key' | 'name'>, node: string): string {
  return `carrel cluster ssh -g ${shellWord(key.group)} -w ${shellWord(key.workspace)} ${shellWord(name)} --node ${node}`
}
