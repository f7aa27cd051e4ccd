// The keys that sign tokens: which are published, and taking another into use at once when one may have leaked. There is
// one set of them, called `default`.

import type { Endpoint } from '../../arm/endpoint.ts'
import { ArmError } from '../../base/errors.ts'
import type { KeyRing, SigningKey } from '../../identity/signing-keys.ts'
import { directoryEndpoint, namedIn, namespace } from './directory-endpoint.ts'

export interface SigningKeySettings {
  keyRing(): Promise<KeyRing>
  replaceKeys(): Promise<void>
}

const type = 'signingKeys'

export function signingKeys({ keyRing, replaceKeys }: SigningKeySettings): Endpoint[] {
  return [
    directoryEndpoint({
      method: 'GET',
      kind: 'collection',
      type,
      permission: 'read',
      handle: async () => ({ status: 200, body: listOf(await keyRing()) }),
    }),
    directoryEndpoint({
      method: 'POST',
      kind: 'collection',
      type: `${type}/rotate`,
      permission: 'action',
      async handle({ address }) {
        const name = namedIn(address)
        if (name.toLowerCase() !== 'default')
          throw new ArmError(
            404,
            'SigningKeysNotFound',
            `There are no signing keys '${name.slice(0, 120)}', only 'default'.`,
          )
        await replaceKeys()
        return { status: 200, body: listOf(await keyRing()) }
      },
    }),
  ]
}

function listOf({ keys }: KeyRing) {
  return { value: keys.map((key, index) => keyDocument(key, index === 0)) }
}

/** Of a key its name alone: what verifies a signature is published elsewhere, what makes one nowhere. */
function keyDocument({ kid, signsFrom }: SigningKey, isSigning: boolean) {
  return {
    id: `/providers/${namespace}/${type}/${kid}`,
    name: kid,
    type: `${namespace}/${type}`,
    properties: { signsFrom: new Date(signsFrom).toISOString(), isSigning },
  }
}
