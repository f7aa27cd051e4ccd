import type { Column } from '../output/listing.ts'

export interface DeploymentError {
  readonly code: string
  readonly message: string
  readonly target?: string
  readonly details?: readonly DeploymentError[]
}

export interface DeploymentDocument {
  readonly name: string
  readonly properties: {
    readonly provisioningState: string
    readonly mode: string
    readonly timestamp: string
    readonly duration?: string
    readonly outputs?: Readonly<Record<string, { readonly type: string; readonly value?: unknown }>>
    readonly outputResources?: readonly { readonly id: string }[]
    readonly error?: DeploymentError
  }
}

export interface DeploymentOperationDocument {
  readonly operationId: string
  readonly properties: {
    readonly provisioningOperation: string
    readonly provisioningState: string
    readonly duration: string
    readonly statusMessage?: { readonly error?: DeploymentError }
    readonly targetResource: { readonly id: string; readonly resourceType: string; readonly resourceName: string }
  }
}

export const deploymentColumns: Column<DeploymentDocument>[] = [
  { title: 'DEPLOYMENT', cell: ({ name }) => name },
  { title: 'STATE', cell: ({ properties }) => properties.provisioningState },
  { title: 'MODE', cell: ({ properties }) => properties.mode },
  { title: 'SINCE', cell: ({ properties }) => properties.timestamp.slice(0, 19).replace('T', ' ') },
  { title: 'TOOK', cell: ({ properties }) => seconds(properties.duration) },
]

/** With what came of it. */
export const deploymentFields: Column<DeploymentDocument>[] = [
  ...deploymentColumns,
  { title: 'MADE', cell: ({ properties }) => properties.outputResources?.map(({ id }) => lastNames(id)).join(', ') },
  {
    title: 'OUTPUTS',
    cell: ({ properties }) =>
      Object.entries(properties.outputs ?? {})
        .map(([name, { value }]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
        .join('  '),
  },
  {
    title: 'ERROR',
    cell: ({ properties }) => properties.error && `${properties.error.code}: ${properties.error.message}`,
  },
]

export const operationColumns: Column<DeploymentOperationDocument>[] = [
  { title: 'RESOURCE', cell: ({ properties }) => properties.targetResource.resourceName },
  { title: 'TYPE', cell: ({ properties }) => properties.targetResource.resourceType },
  { title: 'STEP', cell: ({ properties }) => properties.provisioningOperation },
  { title: 'STATE', cell: ({ properties }) => properties.provisioningState },
  { title: 'TOOK', cell: ({ properties }) => seconds(properties.duration) },
  { title: 'REASON', cell: ({ properties }) => properties.statusMessage?.error?.message },
]

/** `workspaces/ml/computes/desk` of an id; `resourceGroups/lab` of a group's. */
export function lastNames(id: string): string {
  const at = id.lastIndexOf('/providers/')
  const segments = id.slice(at + 1).split('/')
  return (at < 0 ? segments.slice(-2) : segments.slice(2)).join('/')
}

/** `PT1M2.5S` as `1m 2.5s`. */
function seconds(duration: string | undefined): string | undefined {
  return duration
    ?.replace('PT', '')
    .replaceAll(/([HM])/g, '$1 ')
    .toLowerCase()
    .trim()
}
