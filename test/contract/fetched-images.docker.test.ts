// Images that were fetched for jobs and applications, on real Docker and from a real registry: how much of them is kept.

import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import Docker from 'dockerode'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createLog } from '../../src/base/log.ts'
import { diskOfDocker } from '../../src/engine/docker/disk-of-docker.ts'
import {
  bytesOf,
  type FetchedImages,
  fetchedImages,
  listFetched,
} from '../../src/engine/docker/sidecars/fetched-images.ts'
import { ensureImage } from '../../src/engine/docker/sidecars/pull-image.ts'
import { type ImageRegistry, openImageRegistry } from '../support/image-registry.ts'
import { bringSmallImage } from '../support/small-image.ts'
import { dockerIsMissing } from './engine/docker-bench.ts'

const run = promisify(execFile)
const reason = (await dockerIsMissing()) ?? (process.platform === 'linux' ? undefined : 'not on Linux')
const names = ['one', 'two', 'three']
const longAgo = (order: number) => new Date(Date.now() - 3600_000 * (10 - order))

describe.skipIf(reason !== undefined)('images that were fetched', () => {
  const docker = new Docker({ socketPath: '/var/run/docker.sock' })
  let registry: ImageRegistry | undefined
  let credentials: { username: string; password: string }
  let folder: string
  let each: number
  let opened: FetchedImages[] = []
  const imageOf = (name: string) => `${registry?.host}/team/${name}:1`

  beforeAll(async () => {
    registry = await openImageRegistry()
    if (registry === undefined) return
    const { host, username, password } = registry
    credentials = { username, password }
    await using small = await bringSmallImage()
    // Each of a layer of its own, pushed, and then not here any more.
    for (const name of names) {
      const { stdout: made } = await run('docker', ['create', '--env', `NAME=${name}`, small.name, '/bin/sleep', '1'])
      await run('docker', ['commit', '--message', name, made.trim(), imageOf(name)])
      await run('docker', ['rm', made.trim()])
      const stream = await docker.getImage(imageOf(name)).push({ authconfig: { ...credentials, serveraddress: host } })
      await new Promise<void>((resolve, reject) =>
        docker.modem.followProgress(stream, (error) => (error === null ? resolve() : reject(error))),
      )
    }
    each = (await docker.getImage(imageOf('one')).inspect()).Size
    for (const name of names) await docker.getImage(imageOf(name)).remove()
  })
  afterAll(async () => registry?.[Symbol.asyncDispose]())

  beforeEach(async (context) => {
    if (registry === undefined) return context.skip('there is no docker-registry here')
    folder = await mkdtemp(join(tmpdir(), 'carrel-fetched-'))
    return async () => {
      // One that goes on by itself would take what the next test fetches under the same name.
      await Promise.all(opened.map((kept) => kept.trim()))
      opened = []
      // By their own names: one whose tag was given away is still there by its digest.
      const ours = await docker.listImages({ filters: { reference: [`${registry?.host}/team/*`] } })
      for (const { Id } of ours) await docker.getImage(Id).remove({ force: true })
      await rm(folder, { recursive: true, force: true })
    }
  })

  const keeping = (images: number, free = 1): FetchedImages => {
    const kept = fetchedImages({
      ...{ docker, folder, maxBytes: images * each, log: createLog('test', 'error') },
      disk: async () => ({ freeBytes: free * 100 * each, totalBytes: 100 * each }),
    })
    opened.push(kept)
    return kept
  }
  const fetchInto = async (kept: FetchedImages, ...wanted: string[]) => {
    const place = { docker, allowedImages: ['*'], fetchedImages: kept }
    for (const name of wanted) await ensureImage(place, imageOf(name), { credentials })
  }
  const isHere = (name: string) =>
    docker
      .getImage(imageOf(name))
      .inspect()
      .then(
        () => true,
        () => false,
      )
  const hereNow = async () => {
    const here = await Promise.all(names.map(isHere))
    return names.filter((_, index) => here[index])
  }
  /** As if they had been used hours ago, in the order of their names. */
  const age = async () => {
    const known = await listFetched({ docker, folder })
    const fileOf = new Map<string, string>()
    for (const file of await readdir(folder)) {
      const { image } = JSON.parse((await run('cat', [join(folder, file)])).stdout)
      fileOf.set(image, join(folder, file))
    }
    for (const { image } of known) {
      const at = longAgo(names.findIndex((name) => imageOf(name) === image))
      await utimes(fileOf.get(image) ?? '', at, at)
    }
  }

  test('those not used for longest go when all take more than they may, and none before', async () => {
    await fetchInto(keeping(3), ...names)
    await age()
    await keeping(3).trim()
    expect(await hereNow()).toEqual(names)
    // Used now, by somebody else's job.
    await fetchInto(keeping(3), 'one')
    await keeping(1).trim()
    expect(await hereNow()).toEqual(['one'])
    expect(await docker.listImages({ filters: { reference: [`${registry?.host}/team/*`] } })).toHaveLength(1)
    expect((await listFetched({ docker, folder })).map(({ image }) => image)).toEqual([imageOf('one')])
  })

  test('as many go as a disk that is nearly full lacks, and none that leave it room', async () => {
    await fetchInto(keeping(3), ...names)
    await age()
    await keeping(3, 0.11).trim()
    expect(await hereNow()).toEqual(names)
    // Half an image of the tenth that is kept free.
    await keeping(3, 0.095).trim()
    expect(await hereNow()).toEqual(['two', 'three'])
    await keeping(3, 0).trim()
    expect(await hereNow()).toEqual([])
  })

  test('what Docker says of its disk is what the host says of it', async () => {
    const { DockerRootDir: root } = await docker.info()
    const disk = await diskOfDocker(docker)
    expect(disk?.totalBytes).toBe(Number((await run('df', ['-B1', '--output=size', root])).stdout.split('\n')[1]))
    expect(disk?.freeBytes).toBeGreaterThan(0)
  })

  test('one goes by itself when another is fetched that there is no room for', async () => {
    await fetchInto(keeping(1), 'one')
    await age()
    await fetchInto(keeping(1), 'two')
    await expect.poll(hereNow).toEqual(['two'])
  })

  test('none goes that is used just now, that a container is made of, or that somebody else brought', async () => {
    await fetchInto(keeping(0), 'one')
    await keeping(0).trim()
    expect(await hereNow()).toEqual(['one'])
    const { stdout: made } = await run('docker', ['create', imageOf('one'), '/bin/sleep', '1'])
    try {
      await age()
      await keeping(0).trim()
      expect(await hereNow()).toEqual(['one'])
    } finally {
      await run('docker', ['rm', made.trim()])
    }
    // The administrator fetches one, and gives the name of the other to an image of his own.
    const stream = await docker.pull(imageOf('two'), { authconfig: { ...credentials, serveraddress: '' } })
    await new Promise<void>((resolve, reject) =>
      docker.modem.followProgress(stream, (error) => (error === null ? resolve() : reject(error))),
    )
    await fetchInto(keeping(0), 'two', 'three')
    await run('docker', ['tag', imageOf('two'), imageOf('three')])
    await age()
    await keeping(0).trim()
    expect(await hereNow()).toEqual(['two', 'three'])
    expect(bytesOf(await listFetched({ docker, folder }))).toBe(0)
  })
})
