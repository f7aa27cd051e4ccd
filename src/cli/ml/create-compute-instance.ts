// `ml computetarget create computeinstance`: the line as Azure's first command line for machine learning has it, and its
// options. What has no meaning here is refused by name, so that no script believes it was heeded.

import { assignee } from '../compute/assignee.ts'
import { computeColumns } from '../compute/columns.ts'
import { computeVersion } from '../compute/compute-document.ts'
import { ownersOf } from '../compute/owners.ts'
import { computeId, readCompute } from '../compute/read-compute.ts'
import { requireNewCompute } from '../compute/require-new-compute.ts'
import { sizeNames } from '../compute/size-names.ts'
import { workspaceLocation } from '../compute/workspace-location.ts'
import type { ApiCommand } from '../frame/api-command.ts'
import { carryOut } from '../frame/change.ts'
import { CliFailure } from '../frame/cli-failure.ts'
import { exitCodes } from '../frame/exit-codes.ts'
import type { Invocation } from '../frame/invocation.ts'
import { tagsFrom } from '../resources/tags.ts'
import type { Session } from '../session/session.ts'
import { publicKeyFor } from '../ssh/public-key-for.ts'
import { placeOptions } from './compute-target-options.ts'

const refused: Readonly<Record<string, string>> = {
  path: 'no folder is attached to a workspace; name the workspace with -w and -g, or keep it with "carrel account set"',
}

export const createComputeInstance: ApiCommand = {
  usage: 'computeinstance',
  summary: 'Create an instance and wait until it runs',
  isLong: true,
  options: [
    { flags: '-n, --name <name>', summary: 'name of the instance', isRequired: true },
    {
      flags: '-s, --vm-size <name>',
      summary: 'size; "carrel size list" names them',
      isRequired: true,
      completes: sizeNames,
    },
    { flags: '--description <text>', summary: 'what it is for' },
    { flags: '--tag <tag...>', summary: 'a tag, as name=value; may be given several times' },
    { flags: '--tags <tag...>', summary: 'the same as --tag' },
    {
      flags: '--ssh-public-access <bool>',
      summary: 'whether it may be reached by SSH: True or False (default: when a key is given)',
      choices: ['True', 'False', 'true', 'false'],
    },
    {
      flags: '--admin-user-ssh-public-key <key>',
      summary: 'text of the public key (default with True: one of ~/.ssh)',
    },
    { flags: '--user-object-id <id>', summary: 'who alone may open its apps' },
    { flags: '--user-tenant-id <id>', summary: 'tenant of that user (default: the tenant)' },
    ...placeOptions,
    { flags: '--vnet-name <name>', summary: 'network in which instances reach each other by SSH; needs the next two' },
    { flags: '--subnet-name <name>', summary: 'its part: instances of one subnet reach each other' },
    { flags: '--vnet-resourcegroup-name <name>', summary: 'resource group in the name of the network' },
    { flags: '--path <folder>', summary: 'refused: no folder is attached to a workspace' },
  ],
  examples: [
    'carrel ml computetarget create computeinstance -n instance -s "STANDARD_D3_V2" -v',
    'carrel ml computetarget create computeinstance -n desk -s Standard_D2s_v3 -w vision --tag team=a --tag cost=7 --no-wait',
  ],
  async run(invocation) {
    refuseWithoutMeaning(invocation)
    const session = await invocation.session()
    const name = invocation.option('name') ?? ''
    const body = await bodyOf(invocation, session)
    await requireNewCompute(session, name)
    await carryOut(invocation, [
      {
        name,
        method: 'PUT',
        path: `${computeId(session, name)}?${computeVersion}`,
        body: { location: await workspaceLocation(session), ...body },
        doing: 'creating',
        done: `${name} is running.`,
        lookAgain: `carrel compute events ${name}`,
      },
    ])
    if (invocation.isOff('wait')) return
    const compute = await readCompute(session, name)
    invocation.showOne(compute, computeColumns(await ownersOf(session, [compute])))
  },
}

async function bodyOf(invocation: Invocation, session: Session) {
  const description = invocation.option('description')
  const assignedUser = await assignedUserOf(invocation, session)
  const subnet = subnetOf(invocation, session)
  return {
    ...tagsFrom(invocation, ['tag', 'tags']),
    properties: {
      computeType: 'ComputeInstance',
      ...(description === undefined ? {} : { description }),
      properties: {
        vmSize: invocation.option('vm-size'),
        sshSettings: await sshSettingsOf(invocation, subnet !== undefined),
        ...(subnet === undefined ? {} : { subnet }),
        ...(assignedUser === undefined ? {} : { personalComputeInstanceSettings: { assignedUser } }),
      },
    },
  }
}

async function assignedUserOf(invocation: Invocation, session: Session) {
  const [objectId, tenantId] = [invocation.option('user-object-id'), invocation.option('user-tenant-id')]
  if (objectId === undefined && tenantId !== undefined)
    throw badUsage('--user-tenant-id names a tenant and no user.', 'name the user with --user-object-id')
  if (objectId === undefined) return assignee(session, undefined)
  return { objectId, tenantId: tenantId ?? session.tenantId }
}

/** Three names make one id, as with Azure; a virtual network need not be there. */
function subnetOf(invocation: Invocation, session: Session): { id: string } | undefined {
  const options = ['vnet-resourcegroup-name', 'vnet-name', 'subnet-name']
  const [group, network, subnet] = options.map((each) => invocation.option(each))
  if (group === undefined && network === undefined && subnet === undefined) return undefined
  if (group === undefined || network === undefined || subnet === undefined)
    throw badUsage('A subnet is named by three options.', `give all of --${options.join(', --')}`)
  const path = `${session.subscriptionId()}/resourceGroups/${group}/providers/Microsoft.Network/virtualNetworks`
  return { id: `${path}/${network}/subnets/${subnet}` }
}

async function sshSettingsOf(invocation: Invocation, isInSubnet: boolean) {
  const key = invocation.option('admin-user-ssh-public-key')
  const access = invocation.option('ssh-public-access')?.toLowerCase()
  if (access === 'false' && key !== undefined) {
    if (isInSubnet) return { sshPublicAccess: 'Disabled', adminPublicKey: key }
    throw badUsage('A key for SSH is given, and SSH is turned off.', 'leave out one of the two options')
  }
  const isReached = access === 'true' || key !== undefined
  if (!isReached) return { sshPublicAccess: 'Disabled' }
  return { sshPublicAccess: 'Enabled', adminPublicKey: key ?? (await publicKeyFor(invocation)) }
}

function refuseWithoutMeaning(invocation: Invocation): void {
  const [name, reason] = Object.entries(refused).find(([each]) => invocation.option(each) !== undefined) ?? []
  if (name !== undefined) throw badUsage(`--${name} cannot be honoured: ${reason}.`, `leave out --${name}`)
}

function badUsage(message: string, nextStep: string): CliFailure {
  return new CliFailure(message, nextStep, exitCodes.badUsage)
}
