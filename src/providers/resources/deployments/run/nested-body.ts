import { ArmError } from '../../../../base/errors.ts'
import { isPlainObject } from '../../../../base/json.ts'
import type { Deployment } from '../model.ts'
import { queryContext } from '../sealed-contexts.ts'
import type { DeploymentServices } from '../services.ts'

type Body = Readonly<Record<string, unknown>>

/** The body of a deployment in this one. A relative path of its link goes on from where this one's template came from. */
export function nestedBody(body: Body, parent: Deployment, { sealer }: Pick<DeploymentServices, 'sealer'>): Body {
  const properties = isPlainObject(body['properties']) ? body['properties'] : {}
  const link = properties['templateLink']
  if (!isPlainObject(link) || typeof link['relativePath'] !== 'string') return body
  const { relativePath, ...rest } = link
  if (parent.templateLink === undefined) {
    throw new ArmError(
      400,
      'InvalidTemplate',
      `The relative path '${relativePath}' of a linked template needs a parent that is itself deployed by a link. Give 'uri' in its place.`,
      { target: 'properties.templateLink.relativePath' },
    )
  }
  const uri = new URL(relativePath, parent.templateLink.uri).href
  const inherited =
    parent.sealedQuery === undefined ? {} : { queryString: sealer.open(parent.sealedQuery, queryContext(parent.runId)) }
  return { ...body, properties: { ...properties, templateLink: { ...inherited, ...rest, uri } } }
}
