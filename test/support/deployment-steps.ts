import { apiVersion } from './arm-paths.ts'
import { later } from './arm-steps.ts'
import { type Answer, type CallOptions, startTestServer, type TestServer, type TestServerOptions } from './harness.ts'

export const group = (server: TestServer) => `${server.subscription}/resourceGroups/lab`

/** With the group `lab`. */
export async function startWithGroup(options: TestServerOptions = {}): Promise<TestServer> {
  const server = await startTestServer(options)
  await server.call('PUT', `${group(server)}?${apiVersion}`, { location: 'eastus' })
  return server
}

/** Looks on until the deployment has ended, and answers how it is shown. */
export async function ended(server: TestServer, name: string): Promise<Answer> {
  for (let looks = 0; looks < 50; looks++) {
    await later(server, 2_000, 2)
    const shown = await server.call('GET', deployments(server, name))
    if (!['Accepted', 'Running'].includes(shown.body.properties.provisioningState)) return shown
  }
  throw new Error(`the deployment '${name}' does not end`)
}

/** Address of a deployment in the first group, or of what is below it. */
export function deployments(server: TestServer, name: string, apiVersion = '2021-04-01'): string {
  return `${group(server)}/providers/Microsoft.Resources/deployments/${name}?api-version=${apiVersion}`
}

export function template(sections: object): object {
  return {
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
    contentVersion: '1.0.0.0',
    ...sections,
  }
}

export function deploy(
  server: TestServer,
  name: string,
  properties: object,
  options: CallOptions = {},
): Promise<Answer> {
  return server.call('PUT', deployments(server, name), { properties: { mode: 'Incremental', ...properties } }, options)
}
