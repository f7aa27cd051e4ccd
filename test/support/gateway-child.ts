// Runs a gateway as a process of its own, for tests of what a process may do. Arguments: data folder, port, uid, gid.

import { readFile } from 'node:fs/promises'
import { pathsIn } from '../../src/config.ts'
import { runGateway } from '../../src/gateway/run-gateway.ts'
import { worldConfig } from './gateway-world.ts'

const [data = '', port, uid, gid] = process.argv.slice(2)
const channelKey = await readFile(pathsIn(data).channelKey)
await runGateway({
  config: worldConfig(Number(port), data),
  secrets: { channelKey },
  dropTo: { uid: Number(uid), gid: Number(gid) },
})
process.send?.('ready')
