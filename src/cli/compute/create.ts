// `compute create`: an instance for somebody, with SSH unless it is not wanted.

import type { ApiCommand, NameSource } from '../frame/api-command.ts'
import { carryOut } from '../frame/change.ts'
import { CliFailure } from '../frame/cli-failure.ts'
import { exitCodes } from '../frame/exit-codes.ts'
import type { Invocation } from '../frame/invocation.ts'
import type { Session } from '../session/session.ts'
import { publicKeyFor } from '../ssh/public-key-for.ts'
import { appOption, customServices } from './app-options.ts'
import { assignee } from './assignee.ts'
import { appUrl, computeVersion } from './compute-document.ts'
import { computeId, readCompute } from './read-compute.ts'
import { requireNewCompute } from './require-new-compute.ts'
import { scriptOptions, setupScripts } from './setup-scripts.ts'
import { sizeNames } from './size-names.ts'
import { workspaceLocation } from './workspace-location.ts'

const defaultSize = 'STANDARD_D2S_V3'

const userNames: NameSource = async (invocation) => {
  const session = await invocation.session()
  const users = await session.list<{ name: string }>('/providers/Carrel.Identity/users?api-version=2026-11-01')
  return users.map(({ name }) => name)
}

const locationNames: NameSource = async (invocation) => {
  const session = await invocation.session()
  const found = await session.list<{ name: string }>(`${session.subscriptionId()}/locations?api-version=2022-12-01`)
  return found.map(({ name }) => name)
}

export const createCompute: ApiCommand = {
  usage: 'create <name>',
  summary: 'Create an instance and wait until it runs',
  isLong: true,
  options: [
    {
      flags: '--size <name>',
      summary: 'size; "carrel size list" names them',
      default: defaultSize,
      completes: sizeNames,
    },
    { flags: '--location <name>', summary: 'where (default: as the workspace)', completes: locationNames },
    { flags: '--assign-to <user>', summary: 'who alone may open its apps, by name or object id', completes: userNames },
    { flags: '--ssh-key-file <file>', summary: 'public key that may sign in by SSH (default: one of ~/.ssh)' },
    { flags: '--generate-ssh-key', summary: 'use a key of carrel’s own for SSH, made when there is none' },
    { flags: '--no-ssh', summary: 'without SSH; it cannot be enabled later' },
    { flags: '--tags <tag...>', summary: 'tags, each as name=value' },
    { flags: '--stopped', summary: 'do not start it; a person or a schedule will' },
    ...scriptOptions,
    appOption,
  ],
  examples: [
    'carrel compute create desk',
    'carrel compute create desk --assign-to ana --size STANDARD_D4S_V3 --tags team=vision cost=42',
    'carrel compute create desk --ssh-key-file ~/.ssh/work.pub --no-wait',
    'carrel compute create desk --app board=team/board:1.2:6006',
    'carrel compute create desk --creation-script setup.sh --creation-script-arguments "numpy 2.1"',
  ],
  async run(invocation) {
    const session = await invocation.session()
    const name = invocation.argument('name')
    const tags = tagsOf(invocation.options('tags'))
    await requireNewCompute(session, name)
    const body = {
      location: invocation.option('location') ?? (await workspaceLocation(session)),
      ...(tags === undefined ? {} : { tags }),
      properties: { computeType: 'ComputeInstance', properties: await inner(invocation, session) },
    }
    await carryOut(invocation, [
      {
        name,
        method: 'PUT',
        path: `${computeId(session, name)}?${computeVersion}`,
        body,
        doing: 'creating',
        done: invocation.isOn('stopped') ? `${name} is there, and stopped.` : `${name} is running.`,
        lookAgain: `carrel compute events ${name}`,
      },
    ])
    if (!invocation.isOff('wait')) await tellHowToUse(invocation, session, name)
  },
}

async function inner(invocation: Invocation, session: Session) {
  const assignedUser = await assignee(session, invocation.option('assign-to'))
  const adminPublicKey = invocation.isOff('ssh') ? undefined : await publicKeyFor(invocation)
  return {
    vmSize: invocation.option('size'),
    ...(invocation.isOn('stopped') ? { createStopped: true } : {}),
    ...(assignedUser === undefined ? {} : { personalComputeInstanceSettings: { assignedUser } }),
    ...(await setupScripts(invocation)),
    ...customServices(invocation),
    sshSettings:
      adminPublicKey === undefined ? { sshPublicAccess: 'Disabled' } : { sshPublicAccess: 'Enabled', adminPublicKey },
  }
}

function tagsOf(texts: readonly string[]): Record<string, string> | undefined {
  if (texts.length === 0) return undefined
  return Object.fromEntries(
    texts.map((text) => {
      const at = text.indexOf('=')
      if (at > 0) return [text.slice(0, at), text.slice(at + 1)]
      throw new CliFailure(`'${text}' is no tag.`, 'write it as name=value', exitCodes.badUsage)
    }),
  )
}

async function tellHowToUse(invocation: Invocation, session: Session, name: string): Promise<void> {
  const compute = await readCompute(session, name)
  invocation.say(`  JupyterLab  ${appUrl(compute, 'lab') ?? ''}`)
  if (compute.properties.properties.sshSettings.sshPort !== null)
    invocation.say(`  SSH         carrel compute ssh ${name}`)
  const note = compute.properties.properties.capacity?.message
  if (note !== undefined) invocation.say(`  ${note}`)
}
