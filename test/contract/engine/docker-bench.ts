// Docker as a machine room for tests: two installations of their own, on a folder mounted as the product mounts it.
// Everything with their labels is gone afterwards.

import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import Docker from 'dockerode'
import { createLog } from '../../../src/base/log.ts'
import { pathsIn } from '../../../src/config.ts'
import { createDockerEngine } from '../../../src/engine/docker/docker-engine.ts'
import { removeFirewall } from '../../../src/engine/docker/firewall.ts'
import { dockerName, labels } from '../../../src/engine/docker/names.ts'
import type { Engine } from '../../../src/engine/engine.ts'
import { ensureVolumesMount, removeVolumesMount } from '../../../src/host/ensure-volumes-mount.ts'
import { chooseNetworkRange } from '../../../src/host/network-range.ts'
import { ensureNodeImage } from '../../../src/image/ensure-node-image.ts'
import { prepareSupervisor } from '../../../src/supervisor/prepare-supervisor.ts'
import type { EngineBench } from '../engine.contract.ts'

export interface DockerBench extends EngineBench {
  readonly docker: Docker
  readonly volumes: string
  readonly installationId: string
  /** The engine as a server that was started again has it; `socket`: where it asks Docker, if not where the others do. */
  restarted(socket?: string): Engine
  containerOf(key: string): Docker.Container
}

const socketPath = (process.env['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock').replace(/^unix:\/\//, '')

/** Why the suite cannot run here; undefined: it can. */
export async function dockerIsMissing(): Promise<string | undefined> {
  if (process.getuid?.() !== 0) return 'the Docker engine mounts, so its tests need root'
  const answers = await new Promise<boolean>((resolve) => {
    const socket = connect(socketPath)
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false))
    socket.on('connect', () => socket.destroy())
  })
  return answers ? undefined : `no Docker answers at ${socketPath}`
}

export async function openDockerBench(): Promise<DockerBench> {
  const docker = new Docker({ socketPath })
  const log = createLog('engine-test', 'warn')
  const cacheFolder = join(homedir(), '.cache', 'carrel')
  const image = await ensureNodeImage({ docker: { socketPath }, cacheFolder, report: (line) => console.log(line) })
  const mounts = { max: 2, image }
  const installations: { id: string; data: string }[] = []
  const open = async (channelKey: Uint8Array) => {
    const installationId = `t${randomBytes(4).toString('hex').slice(0, 7)}`
    const data = await mkdtemp(join(tmpdir(), 'carrel-engine-'))
    installations.push({ id: installationId, data })
    const paths = pathsIn(data)
    await ensureVolumesMount(paths)
    await prepareSupervisor({ supervisorFolder: paths.supervisor })
    const networkRange = await chooseNetworkRange(installationId, socketPath)
    // One that gives nothing, for what becomes of an image that cannot be had.
    const allowedImages = ['docker.io', 'localhost:1']
    const again = (socket = socketPath) =>
      createDockerEngine({
        ...{ socketPath: socket, installationId, channelKey, paths, networkRange, allowedImages, mounts, log },
      })
    return { engine: again(), again, installationId, volumes: paths.volumes }
  }
  const channelKey = randomBytes(32)
  const mine = await open(channelKey)
  const neighbour = await open(randomBytes(32))
  const containerOf = (key: string) => docker.getContainer(dockerName(mine.installationId, key))
  return {
    docker,
    engine: mine.engine,
    neighbour: neighbour.engine,
    channelKey,
    image,
    volumes: mine.volumes,
    installationId: mine.installationId,
    restarted: mine.again,
    containerOf,
    lose: (key) => containerOf(key).remove({ force: true }),
    end: (key) => containerOf(key).kill({ signal: 'SIGKILL' }),
    reaches: (from, to, port) => opens(containerOf(from.key), [to.endpoint?.host ?? '', String(port)]),
    [Symbol.asyncDispose]: async () => {
      await empty([mine.engine, neighbour.engine])
      const left: string[] = []
      for (const { id, data } of installations) {
        left.push(...(await namesOf(docker, id)))
        await removeFirewall(id)
        await removeVolumesMount(pathsIn(data))
        await rm(data, { recursive: true, force: true })
      }
      if (left.length > 0) throw new Error(`left behind: ${left.join(', ')}`)
    },
  }
}

/** What is dropped on the way is waited for in vain. The two seconds are the connection's, not the program's. */
const connects = `
import socket, sys
socket.create_connection((sys.argv[1], int(sys.argv[2])), 2)
`

async function opens(container: Docker.Container, address: readonly string[]): Promise<boolean> {
  const command = ['/usr/bin/python3', '-c', connects, ...address]
  const exec = await container.exec({ Cmd: command, AttachStdout: true, AttachStderr: true })
  const output = await exec.start({})
  output.resume()
  await once(output, 'end')
  return (await exec.inspect()).ExitCode === 0
}

async function empty(engines: readonly Engine[]): Promise<void> {
  for (const engine of engines) {
    for await (const machine of engine.listMachines()) {
      while (!(await engine.removeMachine(machine.key)));
    }
  }
}

async function namesOf(docker: Docker, installationId: string): Promise<string[]> {
  const filters = { label: [`${labels.installation}=${installationId}`] }
  const [containers, networks] = await Promise.all([
    docker.listContainers({ all: true, filters }),
    docker.listNetworks({ filters }),
  ])
  return [...containers.map((each) => each.Names[0] ?? each.Id), ...networks.map((each) => each.Name)]
}
