// The lines of the source documents, word for word, typed at a terminal with `az` of azure-cli 2.0.67: only what stands
// between angle brackets there is filled in. The host has no GPU; sizes with GPUs are run without.

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Product, startProduct, until } from '../support/product.ts'
import { openShell } from '../support/shell-at-terminal.ts'
import type { Az } from './az/open-az.ts'
import { openAz2019 } from './az-2019/open-az-2019.ts'
import { findPython } from './python/find-python.ts'
import { installClient } from './python/install-client.ts'

const python = findPython('azure-cli 2.0.67', ['3.6'])
const group = 'batch-lab'
const place = `--workspace lab --resource-group ${group}`

describe.skipIf(python === undefined)('lines as they are written', () => {
  let product: Product
  let az: Az
  let folder: string
  let environment: NodeJS.ProcessEnv

  beforeAll(async () => {
    const installed = await installClient('az-2019', python ?? '')
    folder = await mkdtemp(join(tmpdir(), 'carrel-lines-'))
    product = await startProduct(['--no-instance', '--simulate-gpu'])
    az = await openAz2019(installed, product, 'registered', { LOGNAME: 'ana' })
    await az.signIn()
    await az.call('group', 'create', '--name', group, '--location', 'eastus')
    await writeFile(join(folder, 'az'), `#!/bin/sh\nexec ${installed} -m azure.cli "$@"\n`, { mode: 0o755 })
    environment = {
      ...{
        HOME: dirname(az.configFolder),
        AZURE_CONFIG_DIR: az.configFolder,
        LOGNAME: 'ana',
        PYTHONWARNINGS: 'ignore',
      },
      ...{ REQUESTS_CA_BUNDLE: product.facts.caFile, AZURE_CORE_COLLECT_TELEMETRY: 'no' },
      PATH: `${folder}:${dirname(installed)}:${process.env['PATH']}`,
    }
  })
  afterAll(async () => {
    await az?.[Symbol.asyncDispose]()
    await product?.[Symbol.asyncDispose]()
    if (folder) await rm(folder, { recursive: true, force: true })
  })

  /** What the line printed. Throws when it failed. */
  async function typed(line: string): Promise<string> {
    const output = join(folder, 'output')
    using shell = openShell({
      command: '/bin/bash',
      args: ['-c', `${line} > ${output}`],
      cwd: folder,
      env: environment,
    })
    const [code, text] = [await shell.ended, await readFile(output, 'utf8')]
    if (code !== 0) throw new Error(`${line} ended with ${code}: ${text}`)
    return text
  }

  /** A line that asks first. */
  async function typedAndConfirmed(line: string): Promise<void> {
    using shell = openShell({ command: '/bin/bash', args: ['-c', line], cwd: folder, env: environment })
    await shell.untilShown(/\(y\/n\): /)
    shell.type('y\r')
    expect(await shell.ended).toBe(0)
  }

  const json = async (line: string) => JSON.parse(await typed(line))

  test('BA-42: az batchai workspace create', async () => {
    expect(await json(`az batchai workspace create ${place}`)).toMatchObject({ name: 'lab' })
  })

  test('BA-30: az batchai cluster create … --vm-size Standard_NC6 --target 1 --generate-ssh-keys', async () => {
    const line = `az batchai cluster create --name mycluster ${place} --vm-size Standard_NC6 --target 1 --generate-ssh-keys`
    expect(await json(line)).toMatchObject({
      ...{ name: 'mycluster', vmSize: 'Standard_NC6', vmPriority: 'dedicated', provisioningState: 'succeeded' },
      scaleSettings: { manual: { targetNodeCount: 1 } },
      virtualMachineConfiguration: {
        imageReference: { publisher: 'Canonical', offer: 'UbuntuServer', version: 'latest' },
      },
      userAccountSettings: { adminUserName: 'ana', adminUserSshPublicKey: expect.stringMatching(/^ssh-rsa /) },
    })
    await until(async () => {
      const { nodeStateCounts, errors } = await json(`az batchai cluster show --name mycluster ${place}`)
      return nodeStateCounts.idleNodeCount === 1 ? undefined : JSON.stringify([nodeStateCounts, errors])
    })
  })

  test('BA-33: az batchai cluster list', async () => {
    expect(await json(`az batchai cluster list ${place}`)).toMatchObject([{ name: 'mycluster', currentNodeCount: 1 }])
  })

  test('BA-34: az batchai cluster show … --output table', async () => {
    const table = await typed(`az batchai cluster show --name mycluster ${place} --output table`)
    expect(table.split('\n')[0]).toMatch(
      /^Name +Resource Group +Workspace +VM Size +State +Idle +Running +Preparing +Leaving +Unusable/,
    )
    expect(table).toMatch(/^mycluster +batch-lab +lab +STANDARD_NC6 +steady +1 +0 +0 +0 +0/im)
  })

  test('BA-36, BA-37: az batchai cluster node list, with --cluster as the client has it; then ssh … -p 50000', async () => {
    const nodes = await json(`az batchai cluster node list --cluster mycluster ${place}`)
    expect(nodes).toEqual([
      { ipAddress: expect.any(String), nodeId: expect.stringMatching(/^tvm-\w{10}-\w{8}$/), port: 50_000 },
    ])
    const [{ ipAddress, nodeId }] = nodes
    // Nobody has told the shell which key is meant: it is the one that lies where `ssh` looks.
    const key = join(dirname(az.configFolder), '.ssh', 'id_rsa')
    const options = `-F none -i ${key} -o StrictHostKeyChecking=no -o UserKnownHostsFile=${join(folder, 'hosts')}`
    expect(await typed(`ssh ${options} ana@${ipAddress} -p 50000 hostname`)).toBe(`${nodeId}\n`)
  })

  test('BA-39, BA-20: az batchai cluster resize … --target 0', async () => {
    await typed(`az batchai cluster resize --name mycluster --resource-group ${group} --workspace lab --target 0`)
    await until(async () => {
      const { currentNodeCount } = await json(`az batchai cluster show --name mycluster ${place}`)
      return currentNodeCount === 0 ? undefined : `${currentNodeCount} nodes`
    })
  })

  test('BA-40: az batchai cluster delete asks, and deletes', async () => {
    await typedAndConfirmed(`az batchai cluster delete --name mycluster --resource-group ${group} --workspace lab`)
    expect(await json(`az batchai cluster list ${place}`)).toEqual([])
  })

  test('BA-41: az group delete asks, and takes clusters along', async () => {
    await typed(`az batchai cluster create --name last ${place} --vm-size Standard_NC6 --target 0 --generate-ssh-keys`)
    await typedAndConfirmed(`az group delete --name ${group}`)
    expect(await json('az batchai workspace list')).toEqual([])
    expect(await json('az group list')).not.toContainEqual(expect.objectContaining({ name: group }))
  })
})
