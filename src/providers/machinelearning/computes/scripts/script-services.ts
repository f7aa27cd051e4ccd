import type { NodeAnswer, NodeRequest } from '../../../../fleet/ask-node.ts'
import type { ConfinedFolder } from '../../../../share/confined-folder.ts'

/** What set-up scripts need of the installation. */
export interface ScriptServices {
  /** Asks the supervisor of a node; throws when it does not answer. */
  askNode(machineKey: string, asked: NodeRequest): Promise<NodeAnswer>
  /** A workspace's files, by the key of its share; undefined: there are none yet. The caller disposes. */
  openShare(key: string): Promise<ConfinedFolder | undefined>
}
