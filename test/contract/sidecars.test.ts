// Programs beside machines: the contract on each engine, and what only Docker can be asked.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readMounts } from '../../src/engine/docker/host-mounts.ts'
import type { MachineSpec, MachineStatus, Sidecar, SidecarMount } from '../../src/engine/engine.ts'
import { makeApplicationImage, makePlainImage, makeVolumeImage, type TestImage } from '../support/application-image.ts'
import { type DockerBench, dockerIsMissing, openDockerBench } from './engine/docker-bench.ts'
import { openMemoryBench } from './engine/memory-bench.ts'
import { makeSshKey, runInNode, type SshKey } from './engine/shell.ts'
import { gone, reached, running, statusOf } from './engine/steps.ts'
import { specOf } from './engine.contract.ts'
import { askSidecar, describeSidecars, listed, settled } from './sidecars.contract.ts'

const reason = await dockerIsMissing()
if (reason !== undefined) console.log(`Skipped: ${reason}.`)

describeSidecars('memory', async () => Object.assign(await openMemoryBench(), { sidecarImage: 'any:latest' }))

if (reason === undefined) {
  describeSidecars('docker', async () => {
    const bench = await openDockerBench()
    const image = await makeApplicationImage(bench.image)
    return {
      ...bench,
      sidecarImage: image.name,
      [Symbol.asyncDispose]: async () => {
        await bench[Symbol.asyncDispose]()
        await image[Symbol.asyncDispose]()
      },
    }
  })
}

describe.skipIf(reason !== undefined)('a sidecar on Docker', () => {
  let bench: DockerBench
  let image: TestImage
  let identity: SshKey
  let machine: MachineStatus
  let spec: MachineSpec
  const code = '/home/azureuser/cloudfiles/code'

  beforeAll(async () => {
    bench = await openDockerBench()
    image = await makeApplicationImage(bench.image)
    identity = await makeSshKey()
    const base = specOf('node', bench.image)
    spec = {
      ...base,
      mounts: [...base.mounts, { path: code, source: { kind: 'share', key: 'files' }, isReadOnly: false }],
      config: { ...base.config, authorizedKeys: [identity.publicKey] },
    }
    machine = await running(bench.engine, spec)
    await reached(bench.engine, spec.key)
  })
  afterAll(async () => {
    await bench?.[Symbol.asyncDispose]()
    await image?.[Symbol.asyncDispose]()
    await identity?.[Symbol.asyncDispose]()
  })

  const shell = (command: string) => runInNode(bench.engine, { key: spec.key, identity }, command)
  const sidecar = (name: string, port: number, changes: Partial<Sidecar> = {}): Sidecar => ({
    name,
    image: image.name,
    environment: { PORT: String(port), GREETING: 'good day', ...changes.environment },
    limits: { cpus: 1, memoryBytes: 256 * 1024 ** 2, pids: 100 },
    mounts: changes.mounts ?? [],
  })
  /** What of a file the sidecar at this port says. */
  async function read(port: number, query: string): Promise<unknown> {
    let said: unknown
    await expect
      .poll(async () => {
        const answer = await askSidecar(bench.engine, spec.key, { port, path: `/?${query}` }).catch(() => undefined)
        said = answer === undefined ? undefined : JSON.parse(answer.body)
        return said
      })
      .toBeDefined()
    return said
  }
  const mount = (source: string, path: string, isReadOnly = false): SidecarMount => ({ source, path, isReadOnly })

  test('has the rights, the network and the limits that it should, and no port of the host', async () => {
    await settled(bench.engine, { ...spec, sidecars: [sidecar('plain', 8201)] })
    const node = await bench.containerOf(spec.key).inspect()
    const info = await bench.docker.getContainer(`${node.Name.slice(1)}-app-plain`).inspect()
    expect(info.HostConfig).toMatchObject({
      Privileged: false,
      Memory: 256 * 1024 ** 2,
      MemorySwap: 256 * 1024 ** 2,
      PidsLimit: 100,
      NanoCpus: 1e9,
      CapDrop: ['MKNOD', 'NET_RAW'],
    })
    expect([`container:${node.Id}`, `container:${node.Name.slice(1)}`]).toContain(info.HostConfig.NetworkMode)
    expect(info.HostConfig.PortBindings ?? {}).toEqual({})
    expect(await read(8201, '')).toMatchObject({ greeting: 'good day' })
  })

  test('CI-105: is reached from the instance itself, and not from another', async () => {
    expect(JSON.parse((await shell('curl -s http://127.0.0.1:8201/from-inside')).output)).toMatchObject({
      path: '/from-inside',
    })
    const other = await running(bench.engine, specOf('elsewhere', bench.image))
    expect(await bench.reaches(other, machine, 8201)).toBe(false)
    await gone(bench.engine, other.key)
  })

  test('sees the folders of its machine that it was given, whole or in part, and no others', async () => {
    await shell(`mkdir -p ~/deep/er && echo home > ~/deep/er/note && echo share > ${code}/note`)
    const mounts = [
      mount('/home/azureuser', '/whole'),
      mount('/home/azureuser/deep/er', '/part'),
      mount(code, '/share', true),
      mount('/home/azureuser/made/for/it', '/made'),
      mount('/home/azureuser', '/kept', true),
      mount('/home/azureuser/cloudfiles', '/shares'),
      mount('/home/azureuser/cloudfiles', '/kept-shares', true),
      { path: '/memory', memoryBytes: 1024 ** 2 },
    ]
    const wanted = { ...spec, sidecars: [sidecar('mounts', 8202, { mounts })] }
    expect(await settled(bench.engine, wanted)).toEqual([{ name: 'mounts', phase: 'running' }])
    expect(await read(8202, 'read=/whole/deep/er/note')).toMatchObject({ text: 'home\n' })
    expect(await read(8202, 'read=/part/note')).toMatchObject({ text: 'home\n' })
    expect(await read(8202, 'read=/share/note')).toMatchObject({ text: 'share\n' })
    expect(await read(8202, 'read=/whole/cloudfiles/code/note')).toMatchObject({ text: 'share\n' })
    expect(await read(8202, 'write=/share/note&text=other')).toMatchObject({ error: 'Read-only file system' })
    for (const path of ['/kept/x', '/kept/cloudfiles/code/x', '/kept-shares/x', '/kept-shares/code/x', '/shares/x'])
      expect(await read(8202, `write=${path}&text=other`), path).toEqual({ error: 'Read-only file system' })
    expect(await read(8202, 'write=/shares/code/x&text=by-share&read=/kept/cloudfiles/code/x')).toMatchObject({
      text: 'by-share',
    })
    expect(await read(8202, 'write=/memory/x&text=gone')).toMatchObject({ greeting: 'good day' })
    expect(await read(8202, 'write=/made/x&text=kept')).toMatchObject({ greeting: 'good day' })
    expect((await shell('cat ~/made/for/it/x; stat -c %U ~/made/for')).output).toBe('keptazureuser\n')
    await bench.engine.ensureMachine(spec)
    const own = (await readMounts()).filter(({ path }) => path.includes(`${spec.key}/mounts/sidecars/`))
    expect(own).toEqual([])
  })

  test.each(['/', '/etc'])('gets nothing of the host by a link to %s where a folder should be', async (to) => {
    await shell(`rm -f ~/trap; ln -s ${to} ~/trap`)
    for (const source of ['/home/azureuser/trap', '/home/azureuser/trap/cron.d']) {
      const wanted = { ...spec, sidecars: [sidecar('trapped', 8203, { mounts: [mount(source, '/host')] })] }
      expect(await settled(bench.engine, wanted)).toMatchObject([{ phase: 'failed', fault: { code: 'InvalidMount' } }])
    }
  })

  test('is told what its machine has not, and the machine runs on', async () => {
    const wanted = { ...spec, sidecars: [sidecar('outside', 8204, { mounts: [mount('/etc', '/host')] })] }
    expect(await settled(bench.engine, wanted)).toMatchObject([{ phase: 'failed', fault: { code: 'InvalidMount' } }])
    const imageless = { ...sidecar('imageless', 8205), image: 'localhost:1/nobody/has-it:latest' }
    const ending = sidecar('ending', 8206, { environment: { EXIT: '3' } })
    const more = { ...spec, sidecars: [imageless, ending, sidecar('well', 8207)] }
    // It runs for a moment before it ends.
    const seen = async () => (await settled(bench.engine, more))?.map(({ phase }) => phase)
    await expect.poll(seen).toEqual(['failed', 'failed', 'running'])
    expect(await settled(bench.engine, more)).toEqual([
      {
        name: 'imageless',
        phase: 'failed',
        fault: {
          code: 'ImagePullFailed',
          message:
            'The image localhost:1/nobody/has-it:latest is not on this machine, and its registry cannot be reached.',
        },
      },
      {
        name: 'ending',
        phase: 'failed',
        fault: { code: 'ApplicationEnded', message: 'It does not run: its program ended with exit status 3.' },
      },
      { name: 'well', phase: 'running' },
    ])
    expect(await bench.engine.inspectMachine(spec.key)).toMatchObject({ phase: 'running', bootId: machine.bootId })
  })

  test('whose image keeps files on a disk that nobody limits is refused, until it is given a volume there', async () => {
    await using keeping = await makeVolumeImage(bench.image, '/var/lib/keep')
    const wanted = { ...sidecar('keeps', 8211), image: keeping.name }
    const [refused] = (await settled(bench.engine, { ...spec, sidecars: [wanted] })) ?? []
    expect(refused?.fault).toEqual({
      code: 'ImageNeedsVolume',
      message: `The image ${keeping.name} keeps files at /var/lib/keep, which is on no disk of the instance: give the application a volume with the target /var/lib/keep.`,
    })
    const given = { ...wanted, mounts: [mount('/home/azureuser/kept', '/var/lib/keep/')] }
    expect(await settled(bench.engine, { ...spec, sidecars: [given] })).toMatchObject([{ phase: 'running' }])
    expect(await read(8211, 'write=/var/lib/keep/file&text=kept')).toMatchObject({ greeting: 'good day' })
    expect((await shell('cat ~/kept/file')).output).toBe('kept')
    const node = await bench.containerOf(spec.key).inspect()
    const { Mounts } = await bench.docker.getContainer(`${node.Name.slice(1)}-app-keeps`).inspect()
    expect(Mounts.filter(({ Type }) => Type === 'volume')).toEqual([])
    await running(bench.engine, spec)
  })

  test('is met again, not doubled, by a server that was started again, and made again when it was taken away', async () => {
    const wanted = { ...spec, sidecars: [sidecar('kept', 8208)] }
    await settled(bench.engine, wanted)
    const name = `${(await bench.containerOf(spec.key).inspect()).Name.slice(1)}-app-kept`
    const before = await bench.docker.getContainer(name).inspect()
    const again = bench.restarted()
    expect(await settled(again, wanted)).toEqual([{ name: 'kept', phase: 'running' }])
    expect((await bench.docker.getContainer(name).inspect()).Id).toBe(before.Id)
    await bench.docker.getContainer(name).remove({ force: true })
    expect(await listed(again, spec.key)).toBeUndefined()
    expect(await settled(again, wanted)).toEqual([{ name: 'kept', phase: 'running' }])
    expect(await read(8208, '')).toMatchObject({ greeting: 'good day' })
  })

  test('CI-23: a machine with GPUs is refused by a Docker that has none, with a next step', async () => {
    const greedy = specOf('gpus', bench.image)
    const wanted = { ...greedy, limits: { ...greedy.limits, gpus: 2 } }
    await expect(running(bench.engine, wanted)).rejects.toMatchObject({
      ...{ name: 'TerminalError', code: 'NoGpu', message: 'This machine offers Docker no 2 GPU(s).' },
      nextStep: expect.stringContaining('size without GPUs'),
    })
    await gone(bench.engine, wanted.key)
    await running(bench.engine, greedy)
    await expect(running(bench.engine, { ...wanted, boot: 2 })).rejects.toMatchObject({
      ...{ name: 'TerminalError', code: 'NoGpu' },
      nextStep: expect.stringContaining('--simulate-gpu'),
    })
    await gone(bench.engine, wanted.key)
  })

  test('CI-44: a node whose image has no Jupyter is ready without, and says so', async () => {
    await using plain = await makePlainImage(bench.image)
    const { key } = await running(bench.engine, specOf('plain-image', plain.name))
    await reached(bench.engine, key)
    expect(await statusOf(bench.engine, key)).toMatchObject({ offers: ['term'], apps: { sshd: { state: 'ready' } } })
    await expect(bench.engine.connect(key, 'rstudio')).rejects.toMatchObject({ channelCode: 'NoSuchChannel' })
    await gone(bench.engine, key)
  })

  test('is found without its machine, and removed', async () => {
    const wanted = { ...specOf('orphaned', bench.image), sidecars: [sidecar('left', 8209)] }
    await running(bench.engine, wanted)
    await settled(bench.engine, wanted)
    const name = `${(await bench.containerOf(wanted.key).inspect()).Name.slice(1)}-app-left`
    await bench.lose(wanted.key)
    const keys: string[] = []
    for await (const each of bench.engine.listMachines()) keys.push(each.key)
    expect(keys.filter((key) => key === wanted.key)).toHaveLength(1)
    await gone(bench.engine, wanted.key)
    await expect(bench.docker.getContainer(name).inspect()).rejects.toMatchObject({ statusCode: 404 })
  })
})
