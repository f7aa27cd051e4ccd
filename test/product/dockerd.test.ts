// Docker away, frozen or made to lose things: nodes and their apps live on, what is asked meanwhile is accepted and done
// when Docker is back, and what somebody did behind Carrel's back is mended and told.

import { readFile } from 'node:fs/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { pathsIn, readConfig } from '../../src/config.ts'
import { dockerName } from '../../src/engine/docker/names.ts'
import { machineKey, nodeId } from '../../src/fleet/node-rows.ts'
import { browse } from '../support/browser-session.ts'
import { accept, findingsOf, stateOf } from '../support/compute-steps.ts'
import { openKernel } from '../support/kernel.ts'
import { leftBehind } from '../support/left-behind.ts'
import { type OwnDockerd, openOwnDockerd } from '../support/own-dockerd.ts'
import { type Product, startProduct, until } from '../support/product.ts'
import { killProcess, untilReplaced } from '../support/product-processes.ts'
import { isRoot, skipUnlessRoot } from '../support/root.ts'

let dockerd: OwnDockerd
let product: Product
skipUnlessRoot()
beforeAll(async () => {
  if (!isRoot) return
  dockerd = await openOwnDockerd()
  product = await startProduct(['--no-instance'], dockerd.environment)
})
afterAll(async () => {
  await using _dockerd = dockerd
  await using _product = product
  await dockerd?.start()
})
afterEach(async () => {
  if (!isRoot) return
  dockerd.thaw()
  await dockerd.start()
})

describe('while dockerd is away', () => {
  test('a node lives on, and what is asked is accepted and done when it is back', async () => {
    for (const name of ['staying', 'leaving', 'going']) await product.createInstance(name)
    await using kernel = await openKernel(product, 'staying')
    await kernel.run('kept = 1')

    await dockerd.kill()
    expect(await kernel.run('print(kept)')).toBe('1\n')
    expect(await appStatus('staying')).toBe(200)
    await accept(product, 'leaving', 'stop')
    await accept(product, 'going', 'delete')
    await accept(product, 'coming', 'create')
    expect(await statesOf('staying', 'leaving', 'going', 'coming')).toEqual([
      'Running',
      'Stopping, Updating',
      'Deleting, Deleting',
      'Creating, Creating',
    ])

    await dockerd.start()
    await untilAtRest()
    expect(await statesOf('staying', 'leaving', 'going', 'coming')).toEqual(['Running', 'Stopped', 'absent', 'Running'])
    expect(await kernel.run('print(kept)')).toBe('1\n')
    expect(kernel.isOpen).toBe(true)
  })

  test('a server that has to start answers, takes changes and does them when it is back', async () => {
    await product.createInstance('waiting')
    await dockerd.kill()
    const before = await killProcess(product.data, 'server')
    await untilReplaced(product.data, 'server', before)
    expect(await stateOf(product, 'waiting')).toBe('Running')
    expect(await appStatus('waiting')).toBe(200)
    await accept(product, 'waiting', 'stop')

    await dockerd.start()
    await untilAtRest()
    expect(await stateOf(product, 'waiting')).toBe('Stopped')
  })

  test('one that takes connections and answers nothing is no different', async () => {
    await product.createInstance('patient')
    dockerd.freeze()
    await accept(product, 'patient', 'stop')
    await accept(product, 'late', 'create')
    expect(await statesOf('patient', 'late')).toEqual(['Stopping, Updating', 'Creating, Creating'])
    dockerd.thaw()
    await untilAtRest()
    expect(await statesOf('patient', 'late')).toEqual(['Stopped', 'Running'])
  })
})

test('a single machine that Docker hangs on holds up no other, and is stopped when it answers again', async () => {
  for (const name of ['hanging', 'other']) await product.createInstance(name)
  const { Pid } = (await (await containerOf('hanging')).inspect()).State
  const shim = Number(/^PPid:\s*(\d+)/m.exec(await readFile(`/proc/${Pid}/status`, 'utf8'))?.[1])
  process.kill(shim, 'SIGSTOP')
  try {
    await accept(product, 'hanging', 'stop')
    await accept(product, 'other', 'stop')
    await product.untilState('other', 'Stopped')
    await accept(product, 'other', 'start')
    await product.untilState('other', 'Running')
    expect(await stateOf(product, 'hanging')).toBe('Stopping, Updating')
  } finally {
    process.kill(shim, 'SIGCONT')
  }
  await untilAtRest()
  expect(await statesOf('hanging', 'other')).toEqual(['Stopped', 'Running'])
})

describe('behind its back', () => {
  test('a running machine that was removed is made again, with home intact and the finding OsDiskLost', async () => {
    await product.createInstance('removed')
    await mark('removed')
    await (await containerOf('removed')).remove({ force: true })
    await untilFound('removed', 'OsDiskLost')
    await untilAtRest()
    expect(await stateOf(product, 'removed')).toBe('Running')
    expect(await marks('removed')).toBe('home kept\n')
  })

  test('a stopped machine that was removed is rebuilt by start, with home intact', async () => {
    await product.createInstance('emptied')
    await mark('emptied')
    await accept(product, 'emptied', 'stop')
    await product.untilState('emptied', 'Stopped')
    await (await containerOf('emptied')).remove({ force: true })
    await accept(product, 'emptied', 'start')
    await product.untilState('emptied', 'Running')
    expect(await findingsOf(product, 'emptied')).toEqual(['OsDiskLost'])
    expect(await marks('emptied')).toBe('home kept\n')
  })

  test('a machine that was killed is started again, with its disk and the finding Exited', async () => {
    await product.createInstance('killed')
    await mark('killed')
    await (await containerOf('killed')).kill()
    await untilFound('killed', 'Exited')
    await untilAtRest()
    expect(await stateOf(product, 'killed')).toBe('Running')
    expect(await marks('killed')).toBe('home kept\ndisk kept\n')
  })

  test('a frozen machine can be stopped, started and deleted', async () => {
    for (const name of ['frozen-a', 'frozen-b']) {
      await product.createInstance(name)
      const container = await containerOf(name)
      // On a busy machine Docker gives up before it has caught every process of a node that is just beginning.
      await until(() => container.pause().then(() => undefined))
      expect((await container.inspect()).State.Paused).toBe(true)
    }
    await accept(product, 'frozen-a', 'stop')
    await accept(product, 'frozen-b', 'delete')
    await untilAtRest()
    expect(await statesOf('frozen-a', 'frozen-b')).toEqual(['Stopped', 'absent'])
    await accept(product, 'frozen-a', 'start')
    await product.untilState('frozen-a', 'Running')
  })

  test('a network that was taken away while stopped is made again', async () => {
    await product.createInstance('cut-off')
    await accept(product, 'cut-off', 'stop')
    await product.untilState('cut-off', 'Stopped')
    await dockerd.docker.getNetwork(await dockerNameOf('cut-off')).remove()
    await accept(product, 'cut-off', 'start')
    await product.untilState('cut-off', 'Running')
    await until(async () => ((await appStatus('cut-off')) === 200 ? undefined : 'the app does not answer'))
  })
})

async function statesOf(...names: string[]): Promise<string[]> {
  return Promise.all(names.map((name) => stateOf(product, name)))
}

function untilAtRest(): Promise<void> {
  return until(() => leftBehind(product.data))
}

function untilFound(name: string, cause: string): Promise<void> {
  return until(async () => {
    const found = await findingsOf(product, name)
    return found.includes(cause) ? undefined : `no finding ${cause} of ${name}, only ${found.join(', ')}`
  })
}

async function appStatus(name: string): Promise<number> {
  const label = `${name}-lab`
  const cookie = await product.signIn(label)
  const { status } = await browse(new URL(`http://${label}.localhost:${product.port + 1}/api`), { cookie })
  return status
}

/** Leaves a file in the home and one on the disk. */
async function mark(name: string): Promise<void> {
  await using kernel = await openKernel(product, name)
  await kernel.shell('echo home kept > ~/mark; echo disk kept | sudo tee /opt/mark')
}

async function marks(name: string): Promise<string> {
  await using kernel = await openKernel(product, name)
  return await kernel.shell('cat ~/mark; cat /opt/mark 2>/dev/null')
}

async function containerOf(name: string) {
  return dockerd.docker.getContainer(await dockerNameOf(name))
}

async function dockerNameOf(name: string): Promise<string> {
  const { installation } = await readConfig(pathsIn(product.data).data)
  const { installationId } = installation
  return dockerName(installationId, machineKey(installationId, nodeId(product.computeId(name), 0)))
}
