import type { EndpointRequest } from '../../../arm/endpoint.ts'
import { notFound } from '../../../arm/not-found.ts'
import { readBody } from '../../../arm/read-body.ts'
import { groupIdOf, keyOf } from '../../../arm/resource-id.ts'
import { envelopeSchema } from '../../../arm/wire.ts'
import { type Prepared, prepareDeployment } from './prepare-deployment.ts'
import { type AskedDeployment, readDeployment } from './read-deployment.ts'
import type { DeploymentServices } from './services.ts'

/** What a question below `…/deployments/{name}/` is about: a deployment that need not be there. */
export async function askAbout(
  services: DeploymentServices,
  { address, body, caller, store }: EndpointRequest,
): Promise<{ asked: AskedDeployment; prepared: Prepared }> {
  const id = address.parentId
  const group = groupIdOf(id)
  if (group !== undefined && !(await store.get(keyOf(group)))) throw await notFound(store, group)
  const envelope = readBody(envelopeSchema, body ?? {})
  const name = id.split('/').at(-1) ?? ''
  const asked = readDeployment({ id, name, body: envelope, caller, now: services.clock.now() })
  return { asked, prepared: await prepareDeployment(services, asked) }
}
