import { z } from 'zod'
import type { Endpoint } from '../../arm/endpoint.ts'
import { readBody } from '../../arm/read-body.ts'
import { keyOf } from '../../arm/resource-id.ts'
import { ArmError } from '../../base/errors.ts'
import { computeNameFault } from './computes/compute-name.ts'

const type = 'Microsoft.MachineLearningServices/workspaces/checkComputeNameAvailability'

/** Clients write the members with and without capitals. */
const bodySchema = z
  .object({ name: z.string().optional(), Name: z.string().optional() })
  .transform((body) => body.name ?? body.Name)

/** CI-17, CI-21: may a compute have this name? */
export const checkComputeName: Endpoint = {
  method: 'POST',
  kind: 'collection',
  home: 'resource',
  type,
  apiVersions: ['2018-11-19', '2020-02-02', '2022-10-01', '2024-10-01'],
  action: `${type}/action`,
  isQuestion: true,
  async handle({ body, store, address }) {
    const name = readBody(bodySchema, body ?? {})
    if (name === undefined)
      throw new ArmError(400, 'InvalidRequestContent', 'The body must have a name.', { target: 'name' })
    if (!(await store.get(keyOf(address.parentId))))
      throw new ArmError(404, 'ResourceNotFound', `The resource '${address.parentId}' was not found.`)
    const fault = computeNameFault(name)
    if (fault !== undefined)
      return { status: 200, body: { nameAvailable: false, reason: 'Invalid', message: `The name '${name}' ${fault}.` } }
    const holder = await store.claimHolder({ kind: 'compute-name', value: name.toLowerCase() })
    if (holder === undefined) return { status: 200, body: { nameAvailable: true } }
    return {
      status: 200,
      body: {
        nameAvailable: false,
        reason: 'AlreadyExists',
        message: `The name '${name}' is already used by another compute in this region.`,
      },
    }
  },
}
