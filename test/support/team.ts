// An installation for a team and a laptop that reaches it: a second network that knows nothing of this machine but its
// address, the names a DNS record would give, and the authority's certificate.

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Product, startProduct } from './product.ts'
import { openSecondNetwork, type SecondNetwork } from './second-network.ts'

export interface Team extends AsyncDisposable {
  readonly product: Product
  readonly laptop: SecondNetwork
  readonly domain: string
  /** `https://carrel.<domain>:<port>`. */
  readonly origin: string
  /** On the laptop, with nothing in it but the authority's file. */
  readonly home: string
  readonly caFile: string
  originOf(label: string): string
}

/** False where there can be none, and says so. */
export async function canHaveSecondNetwork(): Promise<boolean> {
  const network = await openSecondNetwork()
  await network?.[Symbol.asyncDispose]()
  return network !== undefined
}

/** `labels`: of the apps the laptop is to know. */
export async function startTeam(labels: readonly string[], options: readonly string[] = []): Promise<Team> {
  const domain = 'team.example'
  await using starting = new AsyncDisposableStack()
  const laptop = await openSecondNetwork()
  if (laptop === undefined) throw new Error('there is no second network')
  starting.use(laptop)
  const home = await mkdtemp(join(tmpdir(), 'carrel-laptop-'))
  starting.defer(() => rm(home, { recursive: true, force: true }))
  const reach = ['--domain', domain, '--listen', laptop.address]
  const product = starting.use(await startProduct(['--no-instance', ...reach, ...options]))
  await laptop.know(Object.fromEntries(['carrel', ...labels].map((label) => [`${label}.${domain}`, laptop.address])))
  const caFile = join(home, 'carrel-ca.pem')
  await writeFile(caFile, await readFile(product.facts.caFile))
  const started = starting.move()
  const originOf = (label: string) => `https://${label}.${domain}:${product.port}`
  return {
    product,
    laptop,
    domain,
    origin: originOf('carrel'),
    home,
    caFile,
    originOf,
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  }
}
