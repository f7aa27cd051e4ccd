// The instances of the workspace on which the person can open a file: their own, as far as they run.

import { queryOptions } from '@tanstack/react-query'
import { apiVersions } from '../../api/api-versions.ts'
import type { ArmClient } from '../../api/arm-client.ts'
import { arm, type WorkspaceKey } from '../../paths.ts'

export interface Desk {
  readonly name: string
  /** Web addresses; undefined: it has no such application. */
  readonly lab: string | undefined
  readonly terminal: string | undefined
}

interface WireDesk {
  readonly name: string
  readonly properties: {
    readonly properties?: {
      readonly state?: string
      readonly owner?: { readonly userId: string }
      readonly createdBy?: { readonly userId: string }
      readonly applications?: readonly { readonly displayName: string; readonly endpointUri: string }[]
    }
  }
}

const refreshMs = 15_000
const opens = ['Running', 'UserSetupFailed']

export function desksQuery(client: ArmClient, key: WorkspaceKey, personId: string) {
  return queryOptions({
    queryKey: ['files', key, 'desks', personId],
    refetchInterval: refreshMs,
    queryFn: async (): Promise<readonly Desk[]> => {
      const all = await client.list<WireDesk>(arm.computes(key), apiVersions.machineLearning)
      return all.filter((each) => isOpen(each, personId)).map(readDesk)
    },
  })
}

/** Where JupyterLab shows this: every instance has the share in its user's home. */
export function labAddress(lab: string, path: string): string {
  const address = new URL(lab)
  const inner = path === '' ? '' : `/${path.split('/').map(encodeURIComponent).join('/')}`
  address.pathname = `/lab/tree/cloudfiles/code${inner}`
  return address.href
}

function isOpen({ properties: { properties: inner } }: WireDesk, personId: string): boolean {
  return opens.includes(inner?.state ?? '') && (inner?.owner ?? inner?.createdBy)?.userId === personId
}

function readDesk({ name, properties }: WireDesk): Desk {
  const addressOf = (application: string) => {
    const found = properties.properties?.applications?.find(({ displayName }) => displayName === application)
    return found !== undefined && /^https?:\/\//.test(found.endpointUri) ? found.endpointUri : undefined
  }
  return { name, lab: addressOf('Jupyter Lab'), terminal: addressOf('Terminal') }
}
