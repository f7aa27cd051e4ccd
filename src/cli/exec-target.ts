// Which installation `exec` leads to, and where the caller's own files about it lie. Who is signed in to it does not
// matter: the command signs in for itself.

import type { ExecTarget } from '../exec/exec-target.ts'
import { findTarget, type SessionOptions } from './session/find-target.ts'
import { configFolder } from './session/profile-files.ts'

export async function execTarget(options: SessionOptions): Promise<{ target: ExecTarget; home: string }> {
  const { endpoint, aliases, tenantId, ca: authority } = (await findTarget(options, process.env)).target
  return { target: { endpoint, aliases, tenantId, authority }, home: configFolder(process.env) }
}
