// The running product with a Batch AI workspace, a file server, a cluster that mounts it and an experiment, and the steps that
// tests of jobs take there.

import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { pathsIn, readConfig } from '../../src/config.ts'
import { labels } from '../../src/engine/docker/names.ts'
import { fileServerShare } from '../../src/providers/batchai/file-servers/file-server-share.ts'
import { type Product, startProduct, until } from './product.ts'
import { killProcess, untilReplaced } from './product-processes.ts'

const run = promisify(execFile)
const version = 'api-version=2018-05-01'
const userAccountSettings = { adminUserName: 'ana', adminUserPassword: 'a long secret' }

export interface JobPlace {
  readonly nodes: number
  readonly up?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
}

export class JobProduct implements AsyncDisposable {
  readonly product: Product
  readonly workspace: string

  constructor(product: Product) {
    const { subscriptionId, resourceGroup } = product.facts
    this.product = product
    this.workspace = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.BatchAI/workspaces/batch`
  }

  // biome-ignore lint/suspicious/noExplicitAny: a test reads what came over the wire
  call(method: string, path: string, body?: unknown): Promise<any> {
    return this.product.client.call(method, `${path}${path.includes('?') ? '&' : '?'}${version}`, body)
  }

  jobId(name: string): string {
    return `${this.workspace}/experiments/trial/jobs/${name}`
  }

  fileServerId(name: string): string {
    return `${this.workspace}/fileServers/${name}`
  }

  makeFileServer(name: string) {
    const dataDisks = { diskSizeInGB: 10, diskCount: 1, storageAccountType: 'Standard_LRS' }
    const properties = { vmSize: 'STANDARD_D1_V2', sshConfiguration: { userAccountSettings }, dataDisks }
    return this.call('PUT', this.fileServerId(name), { properties })
  }

  /** On one node, with its output on the file server, unless the properties say otherwise. */
  submit(name: string, properties: object) {
    const place = { cluster: { id: `${this.workspace}/clusters/pool` }, nodeCount: 1 }
    return this.call('PUT', this.jobId(name), {
      properties: { ...place, stdOutErrPathPrefix: '$AZ_BATCHAI_MOUNT_ROOT/nfs', ...properties },
    })
  }

  async jobOf(name: string) {
    return (await this.call('GET', this.jobId(name))).properties
  }

  async untilState(name: string, ...wanted: readonly string[]): Promise<void> {
    await until(async () => {
      const { executionState, executionInfo } = await this.jobOf(name)
      const isThere = wanted.includes(executionState)
      return isThere ? undefined : `${name} is ${executionState} ${JSON.stringify(executionInfo)}`
    })
  }

  /** What it has written into one of its files by now; undefined: there is no such file yet. */
  async written(name: string, file = 'stdout.txt', directory = 'stdouterr'): Promise<string | undefined> {
    const { value } = await this.call('POST', `${this.jobId(name)}/listOutputFiles?outputdirectoryid=${directory}`)
    const found = value.find((each: { name: string }) => each.name === file)
    if (found === undefined) return undefined
    const { stdout } = await run('curl', ['-sS', '--cacert', this.product.facts.caFile, found.downloadUrl])
    return stdout
  }

  /** Names of the nodes, in the order of the alphabet. */
  async nodes(): Promise<string[]> {
    const { value } = await this.call('POST', `${this.workspace}/clusters/pool/listRemoteLoginInformation`)
    return value.map(({ nodeId }: { nodeId: string }) => nodeId).sort()
  }

  /** Of this installation's own: those of others come and go meanwhile. */
  async containerOf(node: string): Promise<string> {
    const { installation } = await readConfig(this.product.data)
    const own = `label=${labels.installation}=${installation.installationId}`
    const { stdout } = await run('docker', ['ps', '--quiet', '--no-trunc', '--filter', own])
    const ids = stdout.split('\n').filter((line) => line !== '')
    const names = await run('docker', ['inspect', '--format', '{{.Config.Hostname}}', ...ids])
    const id = ids[names.stdout.split('\n').indexOf(node)]
    if (id === undefined) throw new Error(`no container of ${node}`)
    return id
  }

  /** Answers when there is another; `meanwhile` is done first. */
  async killServer(meanwhile?: () => Promise<void>): Promise<void> {
    const killed = await killProcess(this.product.data, 'server')
    await meanwhile?.()
    await untilReplaced(this.product.data, 'server', killed)
  }

  /** Lets a job end whose command line is `waitFor` of this name. */
  async letEnd(name: string): Promise<void> {
    const share = fileServerShare(this.fileServerId('disks'))
    await writeFile(join(pathsIn(this.product.data).volumes, 'shares', share, `end-${name}`), '')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.product[Symbol.asyncDispose]()
  }
}

export async function startJobProduct({ nodes, up, environment = {} }: JobPlace): Promise<JobProduct> {
  const product = await startProduct(up, environment)
  const place = new JobProduct(product)
  const { workspace } = place
  await place.call('PUT', workspace, { location: 'local' })
  await place.makeFileServer('disks')
  const fileServers = [{ fileServer: { id: place.fileServerId('disks') }, relativeMountPath: 'nfs' }]
  await place.call('PUT', `${workspace}/clusters/pool`, {
    properties: {
      ...{ vmSize: 'STANDARD_D1_V2', userAccountSettings, nodeSetup: { mountVolumes: { fileServers } } },
      scaleSettings: { manual: { targetNodeCount: nodes } },
    },
  })
  await place.call('PUT', `${workspace}/experiments/trial`, {})
  return place
}

/** A line of a job that goes on until it is let end. */
export function waitFor(name: string): string {
  return `while [ ! -e "$AZ_BATCHAI_MOUNT_ROOT/nfs/end-${name}" ]; do sleep 0.1; done`
}

/** How many processes of this name there are on the whole machine, which no other run may have. */
export async function sleepers(name: string): Promise<number> {
  const { stdout } = await run('ps', ['-eo', 'args'])
  return stdout.split('\n').filter((line) => line === name).length
}
