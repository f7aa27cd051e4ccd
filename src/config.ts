// The only reader of the environment and of the installation's files. Secrets are apart, in `Secrets`.
//
// The data folder:
//   config.json          who this installation is (0600)
//   carrel.db            the store, unless a database URL is configured
//   keys/master.key      seals secrets at rest; the server's alone (0600)
//   keys/channel.key     from which each boot's key is derived; the server's and the gateway's
//   tls/                 authority and server certificate
//   run/                 sockets and process ids; the gateway's too
//   admin/               password, principal and administrator key of the person who installed it (0600)
//   volumes/nodes/<machine key>/, volumes/shares/<share key>/    everything a node can write, nosuid,nodev
//   volumes/uploads/<share key>/     files on their way to a share, which no node sees
//   volumes/datastores/<key>/        folders of the host, mounted here to be mounted from here into nodes
//   supervisor/          what is mounted read-only into every node
//   studio/              the built web application
//   logs/

import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { isImagePrefix } from './base/image-reference.ts'

const templateLinksSchema = z.object({
  /** What stands in for addresses that begin so: a folder of this machine, or another address. */
  mirrors: z
    .array(
      z.object({
        prefix: z.string().regex(/^https?:\/\/[^/?#]+\/([^?#]*\/)?$/),
        to: z.string().regex(/^(\/|https?:\/\/[^?#]*\/$)/),
      }),
    )
    .default([]),
  allowsHttp: z.boolean().default(false),
  allowsPrivate: z.boolean().default(false),
})

const ratesSchema = z.strictObject({
  /** ISO 4217. */
  currency: z.string().regex(/^[A-Z]{3}$/, 'needs three capital letters, such as EUR'),
  /** By name of the size. */
  perHour: z.record(z.string(), z.number().min(0).max(1_000_000)),
})

export const installationSchema = z.object({
  installationId: z.string().regex(/^[a-z0-9]{8}$/),
  tenantId: z.guid(),
  subscriptionId: z.guid(),
  resourceGroup: z.string(),
  workspace: z.string(),
  location: z.string(),
  /** HTTPS for API and tokens; without a domain the next port is plain HTTP on loopback for browsers. */
  port: z.int().min(1).max(65534),
  /** Under which every app has its own origin, and `carrel.` the pages. `localhost`: this machine alone. */
  domain: z.string(),
  /** Where others reach us: an address of this machine, `0.0.0.0` or `::`. Undefined: loopback alone. */
  listen: z.string().optional(),
  /** Files of a certificate for the domain that somebody else issued; undefined: our own authority does. */
  certificate: z.object({ certFile: z.string(), keyFile: z.string() }).optional(),
  /** Undefined: SQLite in the data folder. */
  database: z.string().optional(),
  engine: z.enum(['docker', 'memory']),
  image: z.string(),
  /** From which each instance gets a /28; checked against the host's routes when it was chosen. */
  networkRange: z.string(),
  /** Schedules of one compute instance; undefined: as many as on Azure, 4. */
  maxSchedules: z.int().min(1).max(100).optional(),
  /** File systems of its programs that a node may have mounted, 0 for none; undefined: 16. */
  maxMounts: z.int().min(0).max(100).optional(),
  /** Sizes with GPUs are taken on a host without any, and run without: for trying templates. */
  simulateGpu: z.boolean().optional(),
  /** Of each machine's disk beside its home and shares, GiB; undefined: as on Azure, 120 (CI-93). */
  osDiskGiB: z.int().min(1).max(65_536).optional(),
  /** Registries, and beginnings of paths in them, whose images jobs and applications may name; undefined: the usual. */
  allowedImages: z.array(z.string().refine((text) => text === 'default' || isImagePrefix(text))).optional(),
  /** Of the images together that were fetched for jobs and applications; undefined: 50. */
  fetchedImagesGiB: z.int().min(0).max(65_536).optional(),
  /** What running costs; undefined: nothing is said of costs. */
  rates: ratesSchema.optional(),
  /** Where templates may be fetched from, beside public addresses by https; undefined: nowhere else. */
  templateLinks: templateLinksSchema.optional(),
  /** Where clients are told to reach SSH. */
  sshAddress: z.string(),
  dockerSocket: z.string(),
})

/** Made with the data folder and changed by `up` alone; never edited by the running product. */
export type Installation = z.infer<typeof installationSchema>

export interface Paths {
  readonly data: string
  readonly config: string
  readonly database: string
  readonly masterKey: string
  readonly channelKey: string
  readonly tls: string
  readonly run: string
  /** What the gateway shows, handed over to it: read there as long as it runs. */
  readonly servedCertificates: string
  readonly serverSocket: string
  readonly controlSocket: string
  readonly admin: string
  readonly volumes: string
  readonly supervisor: string
  readonly studio: string
  readonly logs: string
}

export interface Config {
  readonly installation: Installation
  readonly paths: Paths
  /** `https://localhost:8443`, or `https://carrel.<domain>:8443`: API, tokens, issuer, links. */
  readonly endpoint: string
  /** The same API on loopback, for commands on this machine: it answers wherever the domain's name leads. */
  readonly localEndpoint: string
  /** `http://carrel.localhost:8444`, or the endpoint of a domain: pages a person sees. */
  readonly browserEndpoint: string
}

export interface Secrets {
  readonly masterKey: Buffer
  readonly channelKey: Buffer
}

export function dataFolder(option: string | undefined): string {
  return resolve(option ?? process.env['CARREL_DATA'] ?? join(homedir(), '.carrel'))
}

export function pathsIn(data: string): Paths {
  return {
    data,
    config: join(data, 'config.json'),
    database: join(data, 'carrel.db'),
    masterKey: join(data, 'keys', 'master.key'),
    channelKey: join(data, 'keys', 'channel.key'),
    tls: join(data, 'tls'),
    run: join(data, 'run'),
    servedCertificates: join(data, 'run', 'certificates.json'),
    serverSocket: join(data, 'run', 'server.sock'),
    controlSocket: join(data, 'run', 'control.sock'),
    admin: join(data, 'admin'),
    volumes: join(data, 'volumes'),
    supervisor: join(data, 'supervisor'),
    studio: join(data, 'studio'),
    logs: join(data, 'logs'),
  }
}

export function configFor(installation: Installation, data: string): Config {
  const { domain, port } = installation
  const localEndpoint = new URL(`https://localhost:${port}`).origin
  const common = { installation, paths: pathsIn(data), localEndpoint }
  if (domain === 'localhost') {
    return {
      ...common,
      endpoint: localEndpoint,
      browserEndpoint: new URL(`http://carrel.localhost:${port + 1}`).origin,
    }
  }
  // Beyond loopback there is no plain HTTP: one address for everything but the apps.
  const { origin } = new URL(`https://carrel.${domain}:${port}`)
  return { ...common, endpoint: origin, browserEndpoint: origin }
}

/** Throws with a sentence for the person when the data folder holds no installation. */
export async function readConfig(data: string): Promise<Config> {
  const text = await readFile(pathsIn(data).config, 'utf8').catch((cause: unknown) => {
    throw new Error(`No installation in ${data}. Run "carrel up" first.`, { cause })
  })
  const read = installationSchema.safeParse(JSON.parse(text))
  if (!read.success) throw new Error(`${pathsIn(data).config} cannot be used:\n${z.prettifyError(read.error)}`)
  return configFor(read.data, data)
}

export async function readSecrets(paths: Paths): Promise<Secrets> {
  const [masterKey, channelKey] = await Promise.all([readFile(paths.masterKey), readFile(paths.channelKey)])
  return { masterKey, channelKey }
}
