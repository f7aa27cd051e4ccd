// The Azure command line of 2019, pointed at an installation as its own time would have done it.

import { dirname } from 'node:path'
import { carrel, type Product } from '../../support/product.ts'
import { type Az, openAz } from '../az/open-az.ts'
import { cacheFolder } from '../python/cache-folder.ts'
import type { Mode } from '../python/launch.ts'

/** With nobody signed in. */
export async function openAz2019(
  python: string,
  { facts, data }: Product,
  mode: Mode,
  more: Readonly<Record<string, string>> = {},
): Promise<Az> {
  const environment = {
    ...more,
    // The command line calls itself by the name of its environment's Python.
    PATH: `${dirname(python)}:${process.env['PATH']}`,
    // It speaks of the age of its Python on the standard error.
    PYTHONWARNINGS: 'ignore',
    CARREL_CACHE: cacheFolder,
  }
  if (mode === 'exec') return openAz([carrel, 'exec', '--data', data, '--', python], facts, environment)
  const az = await openAz(python, facts, environment)
  await az.call('cloud', 'register', '--name', 'Lab', ...addressesOf(facts.endpoint))
  await az.call('cloud', 'set', '--name', 'Lab')
  return az
}

/** An authority of the name adfs is not looked up at Microsoft's. The suffixes are asked for and lead nowhere. */
function addressesOf(endpoint: string): string[] {
  const here = `${endpoint}/`
  return [
    ...['--endpoint-resource-manager', endpoint, '--endpoint-management', here],
    ...['--endpoint-active-directory', `${endpoint}/adfs`, '--endpoint-active-directory-resource-id', here],
    ...['--endpoint-active-directory-graph-resource-id', here, '--endpoint-gallery', here],
    ...['--endpoint-vm-image-alias-doc', `${endpoint}/aliases.json`],
    ...['--suffix-storage-endpoint', 'localhost', '--suffix-keyvault-dns', '.vault.localhost'],
  ]
}
