// Folders of the host: to publish one takes the right at the root, to take one away the right where it is.

import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { paths } from '../../support/arm-paths.ts'
import type { TestServer } from '../../support/harness.ts'
import type { AccessCase } from './cases.ts'

const type = 'Carrel.Files/datastores'
const workspace =
  '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.MachineLearningServices/workspaces/{workspace}'
const datastores = `${workspace}/providers/${type}`
const read = { action: `${type}/read`, from: 'reader', ok: 200, described: null } as const

export const datastoreCases: readonly AccessCase[] = [
  { ...read, operation: `LIST ${type}`, path: datastores, scope: workspace },
  { ...read, operation: `GET ${type}`, path: `${datastores}/{datastore}` },
  { ...read, operation: `HEAD ${type}`, path: `${datastores}/{datastore}`, ok: 204 },
  {
    ...{ ...read, operation: `GET events ${type}` },
    path: `${datastores}/{datastore}/events`,
    scope: `${datastores}/{datastore}`,
  },
  // The whole host is no folder to publish: those who may are told so.
  {
    ...{ operation: `PUT ${type}`, path: `${datastores}/by-{victim}`, action: `${type}/write` },
    ...{ isAtRoot: true, from: 'root', ok: 400, body: { properties: { hostPath: '/' } }, described: null },
  },
  {
    ...{ operation: `DELETE ${type}`, path: `${datastores}/{victimDatastore}`, action: `${type}/delete` },
    ...{ from: 'contributor', ok: 202, described: null },
  },
]

/** Names for them. The folder is gone again when this returns, which is nothing to their rows. */
export async function makeDatastores(server: TestServer, who: string): Promise<Record<string, string>> {
  const hostPath = await realpath(await mkdtemp(join(tmpdir(), 'carrel-access-')))
  const names = { datastore: 'kept', victimDatastore: `freed-${who}` }
  for (const name of Object.values(names)) {
    const id = `${paths(server).workspaceId}/providers/${type}/${name}`
    await server.call('PUT', `${id}?api-version=2026-11-01`, { properties: { hostPath } })
  }
  await rm(hostPath, { recursive: true })
  return names
}
