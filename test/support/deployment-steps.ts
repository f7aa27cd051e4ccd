import { vi } from 'vitest'
import { apiVersion } from './arm-paths.ts'
import { follow, later } from './arm-steps.ts'
import { type Answer, type CallOptions, startTestServer, type TestServer, type TestServerOptions } from './harness.ts'
import { patience } from './patience.ts'

export const group = (server: TestServer) => `${server.subscription}/resourceGroups/lab`

/** With the group `lab`, and instances that take a while to start: longer than a busy machine takes to look. */
export async function startWithGroup(options: TestServerOptions = {}): Promise<TestServer> {
  const server = await startTestServer({ knobs: { startMs: 20_000 }, ...options })
  await server.call('PUT', `${group(server)}?${apiVersion}`, { location: 'eastus' })
  return server
}

/** Looks on until the deployment has ended, and answers how it is shown. */
export async function ended(server: TestServer, name: string): Promise<Answer> {
  for (let looks = 0; looks < 50; looks++) {
    await later(server, 4_000, 2)
    const shown = await server.call('GET', deployments(server, name))
    if (!['Accepted', 'Running'].includes(shown.body.properties.provisioningState)) return shown
  }
  throw new Error(`the deployment '${name}' does not end`)
}

/** Follows a question that was taken until it has been answered; it is worked on beside the loop. */
export function answered(server: TestServer, asked: Answer): Promise<Answer> {
  return vi.waitUntil(async () => {
    const found = await follow(server, asked, 'location')
    return found.status !== 202 && found
  }, patience)
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

const ml = 'Microsoft.MachineLearningServices'

/** A workspace of a template: done as soon as it is written. */
export function workspace(name: string, more: object = {}): object {
  return { type: `${ml}/workspaces`, apiVersion: '2023-04-01', name, location: 'eastus', properties: {}, ...more }
}

/** An instance of a template: under way for a while. `name` is `workspace/instance`. */
export function instance(name: string, more: object = {}): object {
  const properties = { computeType: 'ComputeInstance', properties: { vmSize: 'STANDARD_D2_V2' } }
  return { type: `${ml}/workspaces/computes`, apiVersion: '2023-04-01', name, location: 'eastus', properties, ...more }
}

export function workspaceId(server: TestServer, name: string): string {
  return `${group(server)}/providers/${ml}/workspaces/${name}`
}

/** What the API answers for a workspace or instance: 200 or 404. */
export async function statusOf(server: TestServer, path: string): Promise<number> {
  return (await server.call('GET', `${path}?${apiVersion}`)).status
}

interface OperationFacts {
  readonly provisioningState: string
  readonly targetResource: { readonly resourceName: string }
}

/** State by the last names of what it is about: `ws1/desk`. */
export async function operations(server: TestServer, name: string): Promise<Record<string, string>> {
  const { body } = await server.call('GET', deployments(server, `${name}/operations`))
  const states = body.value.map(({ properties }: { properties: OperationFacts }) => [
    properties.targetResource.resourceName,
    properties.provisioningState,
  ])
  return Object.fromEntries(states)
}
