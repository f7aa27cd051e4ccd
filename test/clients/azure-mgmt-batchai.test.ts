// azure-mgmt-batchai 2.0, the Python package, unmodified, against the running product.

import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { reckoned, reckoning } from '../support/mpi-program.ts'
import { type Product, startProduct, until } from '../support/product.ts'
import { openSshClient, type SshClient } from '../support/ssh-client.ts'
import { findPython } from './python/find-python.ts'
import { installClient } from './python/install-client.ts'
import { type Driver, startDriver } from './python/start-driver.ts'

const python = findPython('azure-cli 2.0.67', ['3.6'])
const script = join(import.meta.dirname, 'az-2019', 'batchai.py')
const size = 'STANDARD_D1_V2'

describe.skipIf(python === undefined)('azure-mgmt-batchai', () => {
  let product: Product
  let sdk: Driver
  let ssh: SshClient

  beforeAll(async () => {
    const installed = await installClient('az-2019', python ?? '')
    ;[product, ssh] = await Promise.all([startProduct(), openSshClient()])
    const { tenantId, subscriptionId, resourceGroup, endpoint, principal } = product.facts
    const pointing = {
      ...{ endpoint, tenant: tenantId, subscription_id: subscriptionId, resource_group: resourceGroup },
      ...{ client_id: principal.clientId, secret: principal.clientSecret },
    }
    sdk = await startDriver(product, { python: installed, script, mode: 'registered', pointing })
  })
  afterAll(async () => {
    await sdk?.[Symbol.asyncDispose]()
    await ssh?.[Symbol.asyncDispose]()
    await product?.[Symbol.asyncDispose]()
  })

  test('BA-42, BA-01, BA-16: creates a workspace and in it a cluster with a set-up task, and reads no secret back', async () => {
    expect(await sdk.call('create_workspace', 'eastus')).toMatchObject({
      name: 'py-lab',
      provisioning_state: 'succeeded',
    })
    const made = await sdk.call('create_cluster', 'mycluster', size, ssh.publicKey, 'opensesame')
    expect(made).toMatchObject({
      name: 'mycluster',
      provisioning_state: 'succeeded',
      user_account_settings: { admin_user_name: 'ana' },
      node_setup: {
        setup_task: {
          std_out_err_path_suffix: expect.stringContaining('/clusters/mycluster/'),
          secrets: [{ name: 'TOKEN' }],
        },
      },
    })
    expect(JSON.stringify(made)).not.toContain('opensesame')
  })

  test('BA-33, BA-36, BA-37: lists it and its node, which is entered by SSH', async () => {
    await until(async () => {
      const { node_state_counts: counts, errors } = await sdk.call('get_cluster', 'mycluster')
      return counts.idle_node_count === 1 ? undefined : JSON.stringify([counts, errors])
    })
    expect(await sdk.call('list_clusters')).toEqual(['mycluster'])
    const [{ node_id: id, ip_address: host, port }] = await sdk.call('list_nodes', 'mycluster')
    const shell = await ssh.ssh({ host, port, user: 'ana' }, 'hostname; sudo cat /var/log/setup/*/*/*/*/*/*/*/stdout*')
    expect(shell).toMatchObject({ code: 0, stdout: `${id}\nhello\n` })
  })

  test('BA-09, BA-10: lets it scale by itself, and lists usages', async () => {
    expect(await sdk.call('let_scale', 'mycluster', 0, 2)).toMatchObject({
      scale_settings: { auto_scale: { minimum_node_count: 0, maximum_node_count: 2, initial_node_count: 0 } },
    })
    const usages = await sdk.call('list_usages', 'eastus')
    expect(usages).toEqual(expect.arrayContaining([expect.objectContaining({ unit: 'Count', limit: 100 })]))
  })

  test('BA-38: runs a job of MPI on two nodes, lists its files and reads them back', async () => {
    await sdk.call('create_file_server', 'disks', size, 'opensesame')
    const made = await sdk.call('create_mpi_job', 'reckon', 'mycluster', 'disks', reckoning)
    expect(made).toMatchObject({ tool_type: 'custommpi', custom_mpi_settings: { process_count: 2 }, node_count: 2 })
    await until(async () => {
      const { execution_state: state } = await sdk.call('get_job', 'reckon')
      return ['succeeded', 'failed'].includes(state) ? undefined : state
    })
    expect(await sdk.call('get_job', 'reckon')).toMatchObject({ execution_info: { exit_code: 0 } })
    const files = await sdk.call('read_output', 'reckon')
    expect(Object.keys(files).sort()).toEqual(['stderr.txt', 'stdout.txt'])
    expect(files['stdout.txt']).toMatch(reckoned)
    await sdk.call('delete_experiment')
  })

  test('BA-40: deletes the cluster and the workspace', async () => {
    await sdk.call('delete_cluster', 'mycluster')
    expect(await sdk.call('list_clusters')).toEqual([])
    await sdk.call('delete_workspace')
    await expect(sdk.call('list_clusters')).rejects.toMatchObject({ type: 'CloudError' })
  })
})
