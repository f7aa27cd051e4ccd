// `carrel doctor` on a live installation: well, and with things broken beneath it one by one.

import { execFile } from 'node:child_process'
import { chmod, mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import Docker from 'dockerode'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pathsIn, readConfig } from '../../src/config.ts'
import { labels } from '../../src/engine/docker/names.ts'
import { runCarrel } from '../support/carrel-command.ts'
import { type Product, startProduct } from '../support/product.ts'
import { killProcess } from '../support/product-processes.ts'
import { isRoot, skipUnlessRoot } from '../support/root.ts'

const run = promisify(execFile)

interface Check {
  readonly name: string
  readonly status: string
  readonly detail: string
  readonly mend?: string
}

let product: Product
skipUnlessRoot()
beforeAll(async () => {
  if (isRoot) product = await startProduct()
})
afterAll(() => product?.[Symbol.asyncDispose]())

describe('doctor', () => {
  test('finds nothing broken where nothing is, and covers what there is to break', async () => {
    const { code, checks } = await examine()
    expect([code, failures(checks)]).toEqual([0, []])
    expect(checks.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'installation',
        'disk, data',
        'memory',
        'ports',
        'docker',
        'docker storage',
        'docker limits',
        'docker networks',
        'firewall',
        'node image',
        'name of the API',
        'names of apps',
        'certificate authority',
        'server certificate',
        'clock',
        'database',
        'database file',
        'processes',
        'API',
        'running version',
        'open files',
        'address of SSH',
        'secrets',
        'volumes',
        'mounts of shares',
        'containers',
        'folders of nodes',
      ]),
    )
  })

  test('reads as a table with a verdict', async () => {
    const { code, stdout, stderr } = await runCarrel('doctor', '--data', product.data)
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^✓ installation/m)
    expect(stdout).toMatch(/(All is well|warnings?)\.\n$/)
  })

  test('of no installation says how to make one, and that is no failure', async () => {
    const { code, stdout } = await runCarrel('doctor', '--data', `${product.data}-none`)
    expect(code).toBe(0)
    expect(stdout).toMatch(/! installation .* none in .*\n +→ run "carrel up"/)
  })
})

describe('doctor tells', () => {
  test('that secrets are open, and its advice closes them', async () => {
    const { masterKey } = pathsIn(product.data)
    await chmod(masterKey, 0o644)
    const [found] = failures((await examine()).checks)
    expect(found).toMatchObject({ name: 'secrets', mend: expect.stringContaining(masterKey) })
    await run('sh', ['-c', found?.mend ?? 'false'])
    expect(failures((await examine()).checks)).toEqual([])
  })

  test('of containers and folders that belong to nobody', async () => {
    const { installation, paths } = await readConfig(product.data)
    const docker = new Docker({ socketPath: installation.dockerSocket })
    const network = await docker.createNetwork({
      Name: `carrel-${installation.installationId}-stray`,
      // Of no machine: the server, which may look sooner, takes away only what is some machine's.
      Labels: { [labels.installation]: installation.installationId },
      // No bridge on this machine: only the entry counts.
      Internal: true,
    })
    const folder = join(paths.volumes, 'nodes', 'stray')
    await mkdir(folder, { recursive: true })
    try {
      const { code, checks } = await examine()
      const warned = checks.filter(({ status }) => status === 'warn').map(({ name }) => name)
      expect(warned).toEqual(expect.arrayContaining(['containers', 'folders of nodes']))
      expect(code).toBe(0)
    } finally {
      await rm(folder, { recursive: true })
      await network.remove()
    }
  })

  test('what is missing: certificate, mount, database, processes; and up mends it', async () => {
    const { paths } = await readConfig(product.data)
    await runCarrel('down', '--data', product.data)
    await run('umount', [paths.volumes])
    await rm(join(paths.tls, 'server.pem'))
    await rename(paths.database, `${paths.database}.away`)
    const { code, checks } = await examine()
    await rename(`${paths.database}.away`, paths.database)
    expect(code).toBe(1)
    const broken = failures(checks)
    expect(broken.map(({ name }) => name)).toEqual(['server certificate', 'database', 'processes', 'API', 'volumes'])
    expect(broken.every(({ mend }) => mend !== undefined)).toBe(true)
    await runCarrel('up', '--data', product.data, '--detach', '--yes', '--no-instance')
    expect(await examine()).toMatchObject({ code: 0 })
  })

  test('that nobody keeps the processes running any more', async () => {
    await killProcess(product.data, 'supervise')
    const { code, checks } = await examine()
    expect(code).toBe(0)
    expect(checks.find(({ name }) => name === 'processes')).toMatchObject({ status: 'warn' })
  })
})

async function examine(): Promise<{ code: number | null; checks: readonly Check[] }> {
  const { code, stdout } = await runCarrel('doctor', '--data', product.data, '--output', 'json')
  return { code, checks: JSON.parse(stdout) }
}

function failures(checks: readonly Check[]): Check[] {
  return checks.filter(({ status }) => status === 'fail')
}
