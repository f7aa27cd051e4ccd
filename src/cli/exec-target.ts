// Which installation `exec` leads to, and where the caller's own files about it lie.

import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { dataFolder, readConfig } from '../config.ts'
import type { ExecTarget } from '../exec/exec-target.ts'

export async function execTarget(data: string | undefined): Promise<{ target: ExecTarget; home: string }> {
  const home = join(process.env['XDG_CONFIG_HOME'] || join(homedir(), '.config'), 'carrel')
  const { endpoint, installation, paths } = await readConfig(dataFolder(data))
  const authority = await readFile(join(paths.tls, 'ca.pem'), 'utf8')
  return { target: { endpoint, tenantId: installation.tenantId, authority }, home }
}
