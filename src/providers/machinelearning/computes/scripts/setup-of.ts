// What an instance's node is asked to run, and where: the folder a stored script was uploaded to (CI-73), for an inline
// one the folder Azure has it in (CI-84), with the variables of CI-78.

import type { NodeScript, NodeSetup, ScriptKind } from '../../../../fleet/fleet.ts'
import { type ComputeScript, type ComputeSetup, scriptKinds } from './compute-scripts.ts'
import { namesOf } from './pin-scripts.ts'

export interface SetupPlace {
  readonly computeName: string
  /** As it was written when it was made: scripts read names as people wrote them. */
  readonly computeId: string
  /** Where the share is in the node. */
  readonly share: string
  readonly userName: string
  readonly environment: Readonly<Record<string, string>>
}

/** Undefined: there is none to run. */
export function setupOf(setup: ComputeSetup | undefined, place: SetupPlace): NodeSetup | undefined {
  if (setup === undefined || Object.keys(setup.scripts).length === 0) return undefined
  const mounted = `/mnt/batch/tasks/shared/LS_root/mounts/clusters/${place.computeName}/code`
  const scripts: Partial<Record<ScriptKind, NodeScript>> = {}
  for (const kind of scriptKinds) {
    const script = setup.scripts[kind]
    if (script?.pinned === undefined) continue
    const { arguments: words, timeoutMs, pinned } = script
    scripts[kind] = { ...pinned, arguments: words, timeoutMs, folder: folderOf(script, place.share, mounted) }
  }
  const [, , , , group = '', , , , workspace = ''] = place.computeId.split('/')
  return {
    runs: setup.runs,
    scripts,
    environment: {
      ...place.environment,
      CI_NAME: place.computeName,
      CI_WORKSPACE: workspace,
      CI_RESOURCE_GROUP: group,
      CI_LOCAL_UBUNTU_USER: place.userName,
      ADMIN_USERNAME: place.userName,
    },
    links: { [mounted]: place.share },
    logFolder: { root: place.share, names: ['Logs', place.computeName] },
  }
}

function folderOf(script: ComputeScript, share: string, mounted: string): string {
  return script.source === 'inline' ? `${mounted}/Users` : [share, ...namesOf(script.data).slice(0, -1)].join('/')
}
