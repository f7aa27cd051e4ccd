// The Azure command line at a product of the test's own, signed in as the principal made at set-up.

import type { UpFacts } from '../../support/product.ts'
import { installAz } from './install-az.ts'
import { type Az, openAz } from './open-az.ts'

export async function azOfProduct(python: string | undefined, facts: UpFacts): Promise<Az> {
  const az = await openAz(await installAz(python ?? ''), facts, {
    ARM_CLOUD_METADATA_URL: `${facts.endpoint}/metadata/endpoints?api-version=2019-05-01`,
    SSL_CERT_FILE: facts.caFile,
  })
  await az.signIn()
  return az
}
