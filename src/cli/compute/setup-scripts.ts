// The set-up scripts that `compute create` sends: a file of this machine goes along in the request, one of the
// workspace's share (`share:Users/ana/setup.sh`) by its path.

import { readFile } from 'node:fs/promises'
import type { ApiOption } from '../frame/api-command.ts'
import { CliFailure } from '../frame/cli-failure.ts'
import { exitCodes } from '../frame/exit-codes.ts'
import type { Invocation } from '../frame/invocation.ts'

const onShare = 'share:'

export const scriptOptions: readonly ApiOption[] = [
  { flags: '--creation-script <file>', summary: 'run once as root, before it is ready; share:PATH: on the share' },
  { flags: '--creation-script-arguments <line>', summary: 'its arguments, as a shell reads them' },
  { flags: '--startup-script <file>', summary: 'run as root at each start; share:PATH: on the share' },
  { flags: '--startup-script-arguments <line>', summary: 'its arguments, as a shell reads them' },
  { flags: '--script-timeout <time>', summary: 'how long each may take, such as 30m (default: 15m)' },
]

/** What of a compute's body they are; nothing when there are none. */
export async function setupScripts(invocation: Invocation): Promise<{ setupScripts?: unknown }> {
  const creationScript = await scriptOf(invocation, 'creation-script')
  const startupScript = await scriptOf(invocation, 'startup-script')
  const timeout = invocation.option('script-timeout')
  if (creationScript === undefined && startupScript === undefined) {
    if (timeout !== undefined) throw alone('--script-timeout', '--creation-script or --startup-script')
    return {}
  }
  const more = timeout === undefined ? {} : { timeout }
  return {
    setupScripts: {
      scripts: {
        ...(creationScript && { creationScript: { ...creationScript, ...more } }),
        ...(startupScript && { startupScript: { ...startupScript, ...more } }),
      },
    },
  }
}

async function scriptOf(invocation: Invocation, option: string) {
  const file = invocation.option(option)
  const line = invocation.option(`${option}-arguments`)
  if (file === undefined) {
    if (line !== undefined) throw alone(`--${option}-arguments`, `--${option}`)
    return undefined
  }
  const rest = line === undefined ? {} : { scriptArguments: line }
  if (file.startsWith(onShare))
    return { scriptSource: 'workspaceStorage', scriptData: file.slice(onShare.length), ...rest }
  const content = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new CliFailure(
      `Cannot read the script ${file}: ${error.code ?? error.message}.`,
      `name a file of this machine, or one on the workspace's share as ${onShare}PATH`,
      exitCodes.badUsage,
    )
  })
  return { scriptSource: 'inline', scriptData: content.toString('base64'), ...rest }
}

function alone(given: string, missing: string): CliFailure {
  return new CliFailure(`${given} is given without ${missing}.`, `add ${missing}, or leave it out`, exitCodes.badUsage)
}
