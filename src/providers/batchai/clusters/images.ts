// PO-03, PO-05, BA-12: what images there are. All are the node image of the installation, so that batch and interactive work
// find the same environment.

import { ArmError } from '../../../base/errors.ts'
import type { ImageReference } from './cluster.ts'

const images: readonly (ImageReference & { readonly alias: string })[] = [
  { alias: 'UbuntuLTS', publisher: 'Canonical', offer: 'UbuntuServer', sku: '16.04-LTS' },
  {
    alias: 'UbuntuDSVM',
    publisher: 'microsoft-ads',
    offer: 'linux-data-science-vm-ubuntu',
    sku: 'linuxdsvmubuntu',
  },
]

interface AskedImage {
  readonly publisher: string
  readonly offer: string
  readonly sku: string
  readonly version?: string | null | undefined
}

/** Throws 400 with the list for one that is not offered. */
export function imageOf(asked: AskedImage | null | undefined): ImageReference {
  if (!asked) return reference('UbuntuLTS')
  const { publisher, offer, sku, version } = asked
  const words = [publisher, offer, sku].join('/')
  const found = images.find((image) => same([image.publisher, image.offer, image.sku].join('/'), words))
  const isLatest = version === null || version === undefined || version === '' || same(version, 'latest')
  if (found && isLatest) return { publisher, offer, sku, version: 'latest' }
  const offered = images.map((image) => `${image.alias} (${image.publisher}/${image.offer}/${image.sku})`).join(', ')
  throw new ArmError(
    400,
    'ImageNotOffered',
    `The image '${words.slice(0, 120)}' is not offered${found ? ` in version '${version?.slice(0, 40)}'` : ''}. Offered, in the latest version: ${offered}.`,
    { target: 'properties.virtualMachineConfiguration.imageReference' },
  )
}

function reference(alias: string): ImageReference {
  const found = images.find((image) => image.alias === alias)
  if (!found) throw new Error(alias)
  const { publisher, offer, sku } = found
  return { publisher, offer, sku, version: 'latest' }
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}
