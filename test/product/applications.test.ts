// Applications on Docker: brought as images, opened through the gateway by the owner alone, and gone with their instance.
// RStudio Server is a stand-in: Debian has no package of it.

import { randomUUID } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import Docker from 'dockerode'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Config, readConfig } from '../../src/config.ts'
import { labels } from '../../src/engine/docker/names.ts'
import { makeApplicationImage, makeRStudioImage, type TestImage } from '../support/application-image.ts'
import { signInToApp } from '../support/browser-session.ts'
import { type CliUser, openCliUser } from '../support/cli-user.ts'
import { eventsOf } from '../support/compute-steps.ts'
import { openKernel } from '../support/kernel.ts'
import { type Product, startProduct, until } from '../support/product.ts'
import { killProcess, untilReplaced } from '../support/product-processes.ts'
import { isRoot, skipUnlessRoot } from '../support/root.ts'

const version = 'api-version=2024-10-01'
let product: Product
let config: Config
let user: CliUser
const images: TestImage[] = []
/** Of the administrator, whose instance it is, at the application. */
let cookie: string

skipUnlessRoot()
beforeAll(async () => {
  if (!isRoot) return
  product = await startProduct(['--no-instance', '--allow-images', 'default', '--allow-images', 'localhost:1'])
  config = await readConfig(product.data)
  user = await openCliUser({ CARREL_DATA: product.data })
  const image = await makeApplicationImage(config.installation.image)
  images.push(image)
  const board = {
    name: 'board',
    image: { type: 'docker', reference: image.name },
    environmentVariables: { GREETING: { type: 'local', value: 'good day' } },
    endpoints: [{ protocol: 'http', target: 8000, published: 9000 }],
    volumes: [{ type: 'bind', source: '/home/azureuser/cloudfiles/code', target: '/work', readOnly: true }],
  }
  await product.createInstance('desk', { customServices: [board] })
  cookie = await product.signIn('desk-9000')
})
afterAll(async () => {
  await user?.[Symbol.asyncDispose]()
  await product?.[Symbol.asyncDispose]()
  for (const image of images) await image[Symbol.asyncDispose]()
})

/** An origin of an instance, as a browser on this machine asks for it. */
async function open(label: string, path: string, headers: Record<string, string> = {}) {
  const host = `${label}.localhost:${product.port + 1}`
  const options = { host: '127.0.0.1', port: product.port + 1, path, headers: { host, ...headers }, agent: false }
  return new Promise<{ status: number; body: string; location: string | undefined }>((resolve, reject) => {
    request(options, (answer) => {
      const { statusCode = 0, headers: given } = answer
      text(answer).then((body) => resolve({ status: statusCode, body, location: given.location }), reject)
    })
      .on('error', reject)
      .end()
  })
}

async function untilOpen(label: string, as: string): Promise<string> {
  let body = ''
  await until(async () => {
    const answer = await open(label, '/', { cookie: as })
    body = answer.body
    return answer.status === 200 ? undefined : `${label} answers ${answer.status}: ${answer.body.slice(0, 200)}`
  })
  return body
}

interface Shown {
  readonly properties: {
    readonly properties: {
      readonly state: string
      readonly applications: readonly { displayName: string; endpointUri: string; state?: string }[]
    }
  }
}

async function applications(name: string) {
  const { properties } = await product.client.call<Shown>('GET', `${product.computeId(name)}?${version}`)
  return properties.properties.applications
}

/** Of everything there is. */
async function makeOwner(name: string, password: string): Promise<void> {
  const { client } = product
  const path = `/providers/Carrel.Identity/users/${name}?api-version=2026-11-01`
  const made = await client.call<{ properties: { objectId: string } }>('PUT', path, { password })
  const access = '/providers/Microsoft.Authorization'
  const { value } = await client.call<{ value: { id: string }[] }>(
    'GET',
    `${access}/roleDefinitions?api-version=2022-04-01&$filter=${encodeURIComponent("roleName eq 'Owner'")}`,
  )
  await client.call('PUT', `${access}/roleAssignments/${randomUUID()}?api-version=2022-04-01`, {
    properties: { roleDefinitionId: value[0]?.id, principalId: made.properties.objectId },
  })
}

function containers(): Promise<Docker.ContainerInfo[]> {
  const docker = new Docker({ socketPath: config.installation.dockerSocket })
  const label = [`${labels.installation}=${config.installation.installationId}`]
  return docker.listContainers({ all: true, filters: { label } })
}

describe('an application from an image', () => {
  test('CI-44, CI-105: is there when the instance is, and answers its owner at an origin of its own', async () => {
    // The instance may run a moment sooner.
    await until(async () => ((await applications('desk')).at(-1)?.state === 'Running' ? undefined : 'it does not run'))
    expect((await applications('desk')).at(-1)).toEqual({
      displayName: 'board',
      endpointUri: `http://desk-9000.localhost:${product.port + 1}/`,
      state: 'Running',
    })
    await untilOpen('desk-9000', cookie)
    const answer = await open('desk-9000', '/some/page?x=1', { cookie, authorization: 'Bearer stolen' })
    const said = JSON.parse(answer.body) as { path: string; greeting: string; headers: Record<string, string> }
    expect(said).toMatchObject({ path: '/some/page?x=1', greeting: 'good day' })
    expect(JSON.stringify(said.headers)).not.toMatch(/carrel_app|stolen/)
  })

  test('sees the share of the workspace, answers inside the instance, and has no port of the host', async () => {
    await using kernel = await openKernel(product, 'desk')
    await kernel.shell('echo from the instance > /home/azureuser/cloudfiles/code/note')
    expect(await kernel.shell('curl -s "http://127.0.0.1:8000/?read=/work/note"')).toContain('from the instance')
    expect((await containers()).flatMap(({ Ports }) => Ports)).toEqual([])
  })

  test('CI-03, CI-107: opens for nobody else, whatever the role', async () => {
    const password = 'a-password-of-bens-own'
    await makeOwner('ben', password)
    const bens = await signInToApp({ port: product.port + 1, label: 'desk-9000', userName: 'ben', password })
    const refused = await open('desk-9000', '/', { cookie: bens })
    expect([refused.status, refused.body.includes('NotAssignedToYou')]).toEqual([403, true])
    expect((await open('desk-9000', '/')).status).toBe(401)
    expect((await open('desk-9000', '/', { accept: 'text/html', 'sec-fetch-mode': 'navigate' })).location).toMatch(
      /^\/\.carrel\/login/,
    )
    // A session of one origin is none at another.
    expect((await open('desk-lab', '/api/kernels', { cookie })).status).toBe(401)
  })

  test('is listed, added, opened and removed from the command line while the instance runs on', async () => {
    const before = (await containers()).find(({ Labels }) => Labels[labels.sidecar] === undefined)
    const compute = (...args: string[]) => user.carrel('compute', ...args)
    const absent = 'none=localhost:1/nobody/has-it:1:9100'
    const refused = await compute('apps', 'desk', '--add', 'other=localhost:2/nobody/has-it:1:9100')
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('carrel up --allow-images localhost:2') })
    expect(await compute('apps', 'desk', '--add', absent)).toMatchObject({ code: 0 })
    await until(async () => {
      const { stdout } = await compute('apps', 'desk')
      return /^none +Failed +http\S+ +The image localhost:1\/nobody\/has-it:1 is not on this machine/m.test(stdout)
        ? undefined
        : stdout
    })
    await product.untilState('desk', 'Running')
    const told = (await eventsOf(product, 'desk')).map(({ cause }) => cause?.code)
    expect(told).toContain('ImagePullFailed')
    expect(await compute('apps', 'desk', '--remove', 'none')).toMatchObject({ code: 0 })
    expect(await compute('apps', 'desk', '--remove', 'none')).toMatchObject({ code: 3 })
    expect((await compute('apps', 'desk')).stdout).not.toContain('none')
    expect((await compute('open', 'desk', '--app', 'board', '--no-browser')).stdout).toBe(
      `http://desk-9000.localhost:${product.port + 1}/\n`,
    )
    expect(await compute('open', 'desk', '--app', 'none')).toMatchObject({
      stderr: expect.stringContaining('carrel compute apps desk'),
    })
    expect(await compute('create', 'x', '--app', 'board')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('NAME=IMAGE:PORT'),
    })
    const after = (await containers()).find(({ Labels }) => Labels[labels.sidecar] === undefined)
    expect(after?.Id).toBe(before?.Id)
    await untilOpen('desk-9000', cookie)
  })

  test('goes on while the server is killed, stops and starts with the instance, and comes back when taken away', async () => {
    const one = async () => (await containers()).find(({ Labels }) => Labels[labels.sidecar] === 'board')
    const before = await one()
    await untilReplaced(product.data, 'server', await killProcess(product.data, 'server'))
    await untilOpen('desk-9000', cookie)
    expect((await one())?.Id).toBe(before?.Id)
    const docker = new Docker({ socketPath: config.installation.dockerSocket })
    await docker.getContainer(before?.Id ?? '').remove({ force: true })
    await untilOpen('desk-9000', cookie)
    await product.client.call('POST', `${product.computeId('desk')}/stop?${version}`)
    await product.untilState('desk', 'Stopped')
    expect((await one())?.State).toBe('exited')
    await product.client.call('POST', `${product.computeId('desk')}/start?${version}`)
    await product.untilState('desk', 'Running')
    await untilOpen('desk-9000', cookie)
  })
})

describe('RStudio', () => {
  test('CI-44, CI-105: is in the list, and opens for the owner, where the image brings it (stand-in)', async () => {
    expect((await applications('desk')).map(({ displayName }) => displayName)).not.toContain('RStudio')
    expect((await open('desk-rstudio', '/')).status).toBe(404)
    const image = await makeRStudioImage(config.installation.image)
    images.push(image)
    const file = config.paths.config
    await writeFile(file, JSON.stringify({ ...JSON.parse(await readFile(file, 'utf8')), image: image.name }))
    await untilReplaced(product.data, 'server', await killProcess(product.data, 'server'))
    await product.createInstance('studio')
    const found = (await applications('studio')).find(({ displayName }) => displayName === 'RStudio')
    expect(found?.endpointUri).toBe(`http://studio-rstudio.localhost:${product.port + 1}/`)
    expect(await untilOpen('studio-rstudio', await product.signIn('studio-rstudio'))).toBe(
      'RStudio of azureuser for 1000',
    )
  })
})

test('what ran beside an instance goes with it', async () => {
  for (const name of ['desk', 'studio'])
    await product.client.call('DELETE', `${product.computeId(name)}?${version}&underlyingResourceAction=Delete`)
  await until(async () => {
    const left = await containers()
    return left.length === 0 ? undefined : `left: ${left.flatMap(({ Names }) => Names).join(', ')}`
  })
})
