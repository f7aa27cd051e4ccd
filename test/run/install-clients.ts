// Installs what the client tests and the fidelity check need, beside the stages that come first: a fresh machine then waits
// for less of it later. Whoever finds an environment missing still installs it; two at once are harmless.

import { findPython as findPythonForAz } from '../clients/az/find-python.ts'
import { installAz } from '../clients/az/install-az.ts'
import { findPython } from '../clients/python/find-python.ts'
import { installClient } from '../clients/python/install-client.ts'
import { installOav } from '../fidelity/install-oav.ts'

const clients: readonly [name: string, versions: readonly string[]][] = [
  ['az-2019', ['3.6']],
  ['azureml-core', ['3.9', '3.8']],
  ['azure-ai-ml', ['3.11', '3.12', '3.10']],
]

const python = findPythonForAz()
if (python !== undefined) await attempt(() => installAz(python))
for (const [name, versions] of clients) {
  const found = findPython(name, versions)
  if (found !== undefined) await attempt(() => installClient(name, found))
}
await attempt(installOav)

/** What does not work here fails where it is needed, with its reason. */
async function attempt(install: () => Promise<string>): Promise<void> {
  await install().catch(() => undefined)
}
