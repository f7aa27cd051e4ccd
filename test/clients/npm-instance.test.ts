// What Azure's own npm package can say of an instance, unmodified, against the running product.

import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ComputeInstance, ComputeInstanceProperties } from '@azure/arm-machinelearning'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hourIn } from '../support/hour-in.ts'
import { type Product, startProduct } from '../support/product.ts'
import { type SetupSteps, setupSteps } from '../support/setup-steps.ts'
import { type NpmClients, startNpmClients } from './npm/start-npm-clients.ts'

const location = 'eastus'
const adminPublicKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f lab'

let product: Product
let npm: NpmClients
let at: SetupSteps
let first: { group: string; workspace: string }

beforeAll(async () => {
  product = await startProduct()
  npm = startNpmClients(product.facts)
  at = setupSteps(product)
  first = { group: product.facts.resourceGroup, workspace: product.facts.workspace }
})
afterAll(async () => {
  await npm?.[Symbol.asyncDispose]()
  await product?.[Symbol.asyncDispose]()
})

describe('@azure/arm-machinelearning', () => {
  test('CI-25, CI-33, CI-40, CI-83, CI-84: an instance for somebody else, with a key and both kinds of script', async () => {
    const folder = join(at.shareFolder, 'Users/ana')
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'start.sh'), 'echo "from $PWD: $1"; echo started >> starts')
    const assignedUser = { objectId: product.facts.admin.objectId, tenantId: product.facts.tenantId }
    const setupScripts = {
      scripts: {
        creationScript: {
          scriptSource: 'inline',
          scriptData: Buffer.from('echo made').toString('base64'),
          timeout: '2m',
        },
        startupScript: { scriptSource: 'workspaceStorage', scriptData: 'Users/ana/start.sh', scriptArguments: 'up' },
      },
    }
    const sent: ComputeInstanceProperties = {
      vmSize: 'STANDARD_D2_V2',
      computeInstanceAuthorizationType: 'personal',
      applicationSharingPolicy: 'Personal',
      sshSettings: { sshPublicAccess: 'Enabled', adminPublicKey },
      personalComputeInstanceSettings: { assignedUser },
      setupScripts,
    }
    const made = await npm.call('createCompute', first, 'npm-whole', body(sent))
    expect(inner(made)).toMatchObject({
      state: 'Running',
      createdBy: { userId: product.facts.principal.objectId },
      personalComputeInstanceSettings: { assignedUser },
      sshSettings: { sshPublicAccess: 'Enabled', adminUserName: 'azureuser', sshPort: expect.any(Number) },
      connectivityEndpoints: { publicIpAddress: expect.any(String), privateIpAddress: expect.stringMatching(/^10\./) },
      setupScripts,
    })
    expect(await at.storedLogs('npm-whole')).toEqual(['made\n'])
    expect(await at.storedLogs('npm-whole', 'startup')).toEqual([
      'from /home/azureuser/cloudfiles/code/Users/ana: up\n',
    ])
  })

  test('CI-54, CI-57: schedules, which this client reads and does not send, stay when it sends the rest', async () => {
    const schedules = [
      {
        triggerType: 'Cron',
        cron: { timeZone: 'UTC', expression: `0 ${hourIn(12)} * * *` },
        action: 'Stop',
        status: 'Enabled',
      },
      { triggerType: 'Cron', cron: { timeZone: 'UTC', expression: '0 8 * * *' }, action: 'Start', status: 'Disabled' },
      {
        triggerType: 'Recurrence',
        recurrence: { frequency: 'Day', interval: 1, timeZone: 'UTC', schedule: { hours: [hourIn(11)], minutes: [0] } },
        action: 'Stop',
        status: 'Enabled',
      },
    ]
    const sent = body({ vmSize: 'STANDARD_D2_V2' })
    const made = await npm.call('createScheduled', first, { name: 'npm-nights', body: sent, schedules })
    expect(inner(made).schedules?.computeStartStop).toMatchObject(schedules)
    const again = await npm.call('createCompute', first, 'npm-nights', { ...sent, tags: { team: 'maps' } })
    expect(again.tags).toEqual({ team: 'maps' })
    expect(inner(again).schedules).toEqual(inner(made).schedules)
    const none = await npm.call('createScheduled', first, { name: 'npm-nights', body: sent, schedules: [] })
    expect(inner(none).schedules?.computeStartStop).toEqual([])
  })

  test('CI-87, CI-96, CI-97, CI-98: stops, starts and restarts one with scripts; the start-up script runs each time', async () => {
    await npm.call('stopCompute', first, 'npm-whole')
    expect(inner(await npm.call('getCompute', first, 'npm-whole')).state).toBe('Stopped')
    await npm.call('startCompute', first, 'npm-whole')
    await npm.call('restartCompute', first, 'npm-whole')
    const { state, lastOperation } = inner(await npm.call('getCompute', first, 'npm-whole'))
    expect([state, lastOperation?.operationName, lastOperation?.operationStatus]).toEqual([
      'Running',
      'Restart',
      'Succeeded',
    ])
    const starts = await readFile(join(at.shareFolder, 'Users/ana/starts'), 'utf8')
    expect(starts).toBe('started\n'.repeat(3))
  })

  test('CI-70: a creation script that fails is what creating fails with', async () => {
    const creationScript = { scriptSource: 'inline', scriptData: Buffer.from('exit 3').toString('base64') }
    const sent = body({ vmSize: 'STANDARD_D2_V2', setupScripts: { scripts: { creationScript } } })
    await expect(npm.call('createCompute', first, 'npm-fails', sent)).rejects.toThrow('CreationScriptFailed')
    const { state, errors } = inner(await npm.call('getCompute', first, 'npm-fails'))
    expect(state).toBe('UserSetupFailed')
    expect(errors).toMatchObject([{ error: { code: 'CreationScriptFailed' } }])
  })

  test('CI-99: an instance is deleted and cannot be detached', async () => {
    await expect(npm.call('detachCompute', first, 'npm-nights')).rejects.toMatchObject({
      refusal: { statusCode: 400, message: expect.stringContaining('cannot be detached') },
    })
    await npm.call('deleteCompute', first, 'npm-nights')
    await expect(npm.call('getCompute', first, 'npm-nights')).rejects.toMatchObject({ refusal: { statusCode: 404 } })
  })

  test('what an instance does not have is refused by name', async () => {
    const identity = { type: 'SystemAssigned' as const }
    const sent = { ...body({ vmSize: 'STANDARD_D2_V2' }), identity }
    await expect(npm.call('createCompute', first, 'npm-identity', sent)).rejects.toMatchObject({
      refusal: { statusCode: 400, message: expect.stringContaining("'identity' is not offered") },
    })
    const scale = { scaleSettings: { maxNodeCount: 2 } }
    await expect(npm.call('scaleCompute', first, 'npm-whole', scale)).rejects.toMatchObject({
      refusal: { statusCode: 400, message: expect.stringContaining("'properties'") },
    })
    await expect(npm.call('listNodes', first, 'npm-whole')).rejects.toMatchObject({
      refusal: { statusCode: 400, message: expect.stringContaining('for clusters') },
    })
    await expect(npm.call('listKeys', first, 'npm-whole')).rejects.toMatchObject({ refusal: { statusCode: 404 } })
  })
})

function body(properties: ComputeInstanceProperties) {
  return { location, properties: { computeType: 'ComputeInstance' as const, properties } }
}

function inner({ properties }: { properties?: unknown }): ComputeInstanceProperties {
  return (properties as ComputeInstance | undefined)?.properties ?? {}
}
