import type { Command } from 'commander'
import { openClient } from '../client.ts'

/** `env`: what a script or a client library needs, as lines a shell can read. */
export function dataCommands(program: Command): void {
  program
    .command('env')
    .description('Print endpoint, CA, tenant and credentials as export lines')
    .option('--data <dir>', 'data folder (default: ~/.carrel)')
    .option('--json', 'print JSON', false)
    .addHelpText('after', '\nExample:\n  eval "$(carrel env)"')
    .action(async (options: { data?: string; json: boolean }) => {
      const { config, caFile, credentials } = await openClient(options.data)
      const { installation, endpoint } = config
      const values = {
        CARREL_ENDPOINT: endpoint,
        CARREL_CA_FILE: caFile,
        NODE_EXTRA_CA_CERTS: caFile,
        REQUESTS_CA_BUNDLE: caFile,
        SSL_CERT_FILE: caFile,
        AZURE_TENANT_ID: installation.tenantId,
        AZURE_SUBSCRIPTION_ID: installation.subscriptionId,
        AZURE_CLIENT_ID: credentials.clientId,
        AZURE_CLIENT_SECRET: credentials.clientSecret,
        AZURE_AUTHORITY_HOST: endpoint,
        CARREL_RESOURCE_GROUP: installation.resourceGroup,
        CARREL_WORKSPACE: installation.workspace,
        CARREL_LOCATION: installation.location,
      }
      const lines = Object.entries(values).map(([name, value]) => `export ${name}=${shellQuoted(value)}`)
      process.stdout.write(options.json ? `${JSON.stringify(values, undefined, 2)}\n` : `${lines.join('\n')}\n`)
    })
}

function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
