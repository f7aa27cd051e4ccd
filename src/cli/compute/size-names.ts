import type { NameSource } from '../frame/api-command.ts'
import { computeVersion } from './compute-document.ts'
import { workspaceLocation } from './workspace-location.ts'

export const sizeNames: NameSource = async (invocation) => {
  const session = await invocation.session()
  const sizes = await session.list<{ name: string }>(
    `${session.subscriptionId()}/providers/Microsoft.MachineLearningServices/locations/${await workspaceLocation(session)}/vmSizes?${computeVersion}`,
  )
  return sizes.map(({ name }) => name)
}
