import type { NameSource } from '../frame/api-command.ts'
import type { Session } from '../session/session.ts'

export interface DatastoreDocument {
  readonly name: string
  readonly properties: {
    readonly provisioningState: string
    readonly hostPath: string
    readonly isReadOnly: boolean
    readonly description: string | null
    readonly mountPath: string
    readonly state: string
    readonly instances: { readonly mounted: number; readonly running: number }
    readonly fault: { readonly code: string; readonly message: string; readonly nextStep: string } | null
  }
}

const version = 'api-version=2026-11-01'

export function datastoreUrl(session: Session, name: string): string {
  return `${session.workspaceId()}/providers/Carrel.Files/datastores/${encodeURIComponent(name)}?${version}`
}

export function readDatastores(session: Session): Promise<DatastoreDocument[]> {
  return session.list(`${session.workspaceId()}/providers/Carrel.Files/datastores?${version}`)
}

export const datastoreNames: NameSource = async (invocation) =>
  (await readDatastores(await invocation.session())).map(({ name }) => name)
