// What of this host a build needs to reach its package registries: trust store, mirrors, proxies. Addresses that carry
// a password are used during the build only; a node's user could read whatever stays in the image.

import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { aptSources } from './apt-sources.ts'
import { certificatesIn, pipSettings, proxySettings, withoutCredentials } from './package-settings.ts'

export interface HostSettings {
  /** Path under `host/` of the build context → content. */
  readonly files: ReadonlyMap<string, string>
  /** Known to the build by name only; not kept. */
  readonly buildArguments: Readonly<Record<string, string>>
}

const bundlePaths = ['/etc/ssl/certs/ca-certificates.crt', '/etc/pki/tls/certs/ca-bundle.crt', '/etc/ssl/cert.pem']
const distributedAuthorities = '/usr/share/ca-certificates'

export async function readHostSettings(codename: string): Promise<HostSettings> {
  const bundle = await readFirst([process.env['SSL_CERT_FILE'], ...bundlePaths])
  const pip = pipSettings(await readAll(pipFiles()), process.env)
  const files = new Map<string, string>([
    ['sources.list', lines(await hostSources(codename))],
    ['apt.conf', await aptProxies()],
    ['ca-bundle.crt', bundle],
    ['pip.conf', pipConfig(pip)],
    ['npmrc', npmConfig(await readAll([join(homedir(), '.npmrc'), '/etc/npmrc']))],
  ])
  for (const [index, certificate] of (await addedAuthorities(bundle)).entries()) {
    files.set(`authorities/host-${index}.crt`, certificate)
  }
  return { files, buildArguments: { ...pipBuildArguments(pip), ...proxySettings(process.env) } }
}

/** Lines for mmdebstrap and for the image; empty: Debian's own archive. */
export async function hostSources(codename: string): Promise<string[]> {
  const folder = '/etc/apt/sources.list.d'
  const names = await readdir(folder).catch(() => [])
  return aptSources(await readAll(['/etc/apt/sources.list', ...names.map((name) => join(folder, name))]), codename)
}

/** What an administrator added to what the distribution ships. */
async function addedAuthorities(bundle: string): Promise<string[]> {
  const names = await readdir(distributedAuthorities, { recursive: true }).catch(() => [])
  const shipped = await readAll(
    names.filter((name) => name.endsWith('.crt')).map((name) => join(distributedAuthorities, name)),
  )
  const known = new Set(shipped.flatMap(certificatesIn))
  return certificatesIn(bundle).filter((certificate) => !known.has(certificate))
}

async function aptProxies(): Promise<string> {
  const { stdout } = await promisify(execFile)('apt-config', ['dump']).catch(() => ({ stdout: '' }))
  return lines(stdout.split('\n').filter((line) => /^Acquire::(http|https)::Proxy(::\S+)? "[^"@]+";$/.test(line)))
}

function pipFiles(): string[] {
  return ['/etc/pip.conf', join(homedir(), '.pip/pip.conf'), join(homedir(), '.config/pip/pip.conf')]
}

function pipConfig(pip: ReadonlyMap<string, string>): string {
  const kept = [...pip].filter(([, value]) => withoutCredentials(value))
  return lines(['[global]', 'cert = /etc/ssl/certs/ca-certificates.crt', ...kept.map(([k, v]) => `${k} = ${v}`)])
}

function pipBuildArguments(pip: ReadonlyMap<string, string>): Record<string, string> {
  return Object.fromEntries([...pip].map(([key, value]) => [`PIP_${key.toUpperCase().replaceAll('-', '_')}`, value]))
}

function npmConfig(texts: readonly string[]): string {
  const registry = /^registry\s*=\s*(\S+)$/m.exec(texts.join('\n'))?.[1] ?? process.env['npm_config_registry']
  const kept = registry !== undefined && withoutCredentials(registry) ? [`registry=${registry}`] : []
  return lines(['cafile=/etc/ssl/certs/ca-certificates.crt', ...kept])
}

async function readAll(paths: readonly string[]): Promise<string[]> {
  return Promise.all(paths.map((path) => readFile(path, 'utf8').catch(() => '')))
}

async function readFirst(paths: readonly (string | undefined)[]): Promise<string> {
  const texts = await readAll(paths.filter((path) => path !== undefined))
  return texts.find((text) => text !== '') ?? ''
}

function lines(list: readonly string[]): string {
  return list.map((line) => `${line}\n`).join('')
}
