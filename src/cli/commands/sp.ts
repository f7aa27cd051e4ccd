import { randomUUID } from 'node:crypto'
import type { Command } from 'commander'
import { openClient } from '../client.ts'

interface Created {
  readonly clientId: string
  readonly clientSecret: string
  readonly objectId: string
  readonly tenantId: string
}

/** Service principals: identities for scripts. */
export function servicePrincipalCommands(program: Command): void {
  const sp = program.command('sp').description('Identities for scripts')
  sp.command('create')
    .argument('<name>')
    .description('Create a service principal and give it a role')
    .option('--role <role>', 'Owner, Contributor or Reader', 'Contributor')
    .option('--scope <id>', 'resource id the role covers (default: the subscription)')
    .option('--data <dir>', 'data folder (default: ~/.carrel)')
    .option('--json', 'print JSON', false)
    .addHelpText(
      'after',
      '\nThe secret is shown this once.\n\nExample:\n  carrel sp create ci --role Contributor --json',
    )
    .action(async (name: string, options: { role: string; scope?: string; data?: string; json: boolean }) => {
      const client = await openClient(options.data)
      const { installation } = client.config
      const scope = (options.scope ?? `/subscriptions/${installation.subscriptionId}`).replace(/\/+$/, '')
      const roles = await client.call<{ value: { id: string }[] }>(
        'GET',
        `${scope}/providers/Microsoft.Authorization/roleDefinitions?api-version=2022-04-01&$filter=${encodeURIComponent(`roleName eq '${options.role}'`)}`,
      )
      const role = roles.value[0]
      if (!role) throw new Error(`There is no role '${options.role}'. Use Owner, Contributor or Reader.`)
      const created = await client.call<Created>(
        'POST',
        '/providers/Carrel.Identity/servicePrincipals?api-version=2026-11-01',
        { displayName: name },
      )
      await client.call(
        'PUT',
        `${scope}/providers/Microsoft.Authorization/roleAssignments/${randomUUID()}?api-version=2022-04-01`,
        {
          properties: { roleDefinitionId: role.id, principalId: created.objectId, principalType: 'ServicePrincipal' },
        },
      )
      const { clientId, clientSecret, objectId, tenantId } = created
      if (options.json) process.stdout.write(`${JSON.stringify({ clientId, clientSecret, objectId, tenantId })}\n`)
      else
        process.stdout.write(
          `client id      ${clientId}\nclient secret  ${clientSecret}   (shown this once)\nobject id      ${objectId}\ntenant         ${tenantId}\nrole           ${options.role} at ${scope}\n`,
        )
    })
}
