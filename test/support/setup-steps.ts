// Steps on the set-up scripts of instances of the running product, in the words of the API.

import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Product, until } from './product.ts'

const patienceMs = 400_000

export interface ShownRun {
  readonly run: number
  readonly state: string
  readonly exitCode?: number
  readonly reason?: string
  readonly startedAt: string
  readonly digest: string
}

export interface ShownSetup {
  readonly state: string
  readonly errors: readonly { readonly error: { readonly code: string; readonly message: string } }[]
  readonly setupRuns?: { readonly creation?: ShownRun; readonly startup?: ShownRun }
}

export interface SetupSteps {
  /** Of the first workspace, on this host. */
  readonly shareFolder: string
  show(name: string): Promise<ShownSetup>
  isThere(name: string): Promise<boolean>
  /** Makes or changes an instance of the administrator's; answers when that is accepted. */
  put(name: string, scripts: object): Promise<void>
  act(name: string, verb: string, body?: object): Promise<void>
  remove(name: string): Promise<void>
  /** Until no script runs any more and the instance is up. */
  untilOver(name: string): Promise<ShownSetup>
  /** What each of its runs printed, as the share keeps it, in the order in which they ran. */
  storedLogs(name: string, kind?: 'creation' | 'startup'): Promise<string[]>
  logOf(name: string, kind?: 'creation' | 'startup'): Promise<string>
  /** Runs it as the creation script, in a new instance or in the one that is there. */
  runOn(name: string, script: object): Promise<{ run: ShownRun; log: string }>
}

/** A script as it is sent inline. */
export function inline(text: string, more: object = {}): object {
  return { scriptSource: 'inline', scriptData: Buffer.from(text).toString('base64'), ...more }
}

/** `version`: one that shows what Azure has and nothing of Carrel's own, where that is what is looked at. */
export function setupSteps(product: Product, version = '2024-10-01'): SetupSteps {
  const { client, facts } = product
  const apiVersion = `api-version=${version}`
  const address = (name: string, verb = ''): string => `${product.computeId(name)}${verb}?${apiVersion}`
  const workspace = product.computeId('x').split('/').slice(0, -2).join('/').toLowerCase()
  const shareKey = createHash('sha256').update(workspace).digest('hex').slice(0, 24)
  const steps: SetupSteps = {
    shareFolder: join(product.data, 'volumes/shares', shareKey),
    async show(name) {
      const found = await client.call<{ properties: { properties: ShownSetup } }>('GET', address(name))
      return found.properties.properties
    },
    async isThere(name) {
      try {
        await steps.show(name)
        return true
      } catch (error) {
        if (error instanceof Error && 'status' in error && error.status === 404) return false
        throw error
      }
    },
    async put(name, scripts) {
      const assignedUser = { objectId: facts.admin.objectId, tenantId: facts.tenantId }
      const inner = { vmSize: 'STANDARD_DS1_V2', personalComputeInstanceSettings: { assignedUser } }
      const properties = { computeType: 'ComputeInstance', properties: { ...inner, setupScripts: { scripts } } }
      await client.call('PUT', address(name), { location: 'local', properties })
    },
    async act(name, verb, body = {}) {
      await client.call('POST', address(name, `/${verb}`), body)
    },
    async remove(name) {
      await client.call('DELETE', `${address(name)}&underlyingResourceAction=Delete`)
    },
    async untilOver(name) {
      await until(async () => {
        const { state } = await steps.show(name)
        return state === 'Running' || state === 'UserSetupFailed' ? undefined : `${name} is ${state}`
      }, patienceMs)
      return steps.show(name)
    },
    async storedLogs(name, kind = 'creation') {
      const folder = join(steps.shareFolder, 'Logs', name)
      const files = (await readdir(folder)).filter((file) => file.startsWith(`${kind}-`)).toSorted()
      return Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))
    },
    async logOf(name, kind = 'creation') {
      return (await client.call<{ text: string }>('POST', address(name, '/setupScriptLog'), { kind })).text
    },
    async runOn(name, script) {
      const isThere = await steps.isThere(name)
      await steps.put(name, { creationScript: script })
      await steps.untilOver(name)
      if (isThere) await steps.act(name, 'retrySetup', { kind: 'creation' })
      const run = (await steps.untilOver(name)).setupRuns?.creation
      if (run === undefined) throw new Error('no script ran')
      return { run, log: await steps.logOf(name) }
    },
  }
  return steps
}
