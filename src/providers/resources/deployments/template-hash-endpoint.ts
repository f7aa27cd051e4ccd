import type { Endpoint } from '../../../arm/endpoint.ts'
import { ArmError } from '../../../base/errors.ts'
import { isPlainObject, type Json } from '../../../base/json.ts'
import { templateHash } from '../../../template/template-hash.ts'
import { deploymentVersions } from './deployments.ts'

/** `POST /providers/Microsoft.Resources/calculateTemplateHash`: for whoever is signed in, as it says nothing of anything here. */
export const calculateTemplateHash: Endpoint = {
  method: 'POST',
  kind: 'collection',
  home: 'tenant',
  type: 'Microsoft.Resources/calculateTemplateHash',
  apiVersions: deploymentVersions,
  action: undefined,
  isUnlisted: true,
  async handle({ body }) {
    if (!isPlainObject(body)) throw new ArmError(400, 'InvalidTemplate', 'Send the template, an object, as the body.')
    return { status: 200, body: { minifiedTemplate: JSON.stringify(body), templateHash: templateHash(body as Json) } }
  },
}
