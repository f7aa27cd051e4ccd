// An installation for a team, as another machine sees it.

import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listeningPorts } from '../support/listening-ports.ts'
import type { Product } from '../support/product.ts'
import type { Outcome, SecondNetwork } from '../support/second-network.ts'
import { openSshClient, type SshClient } from '../support/ssh-client.ts'
import { canHaveSecondNetwork, startTeam, type Team } from '../support/team.ts'

const mlVersion = 'api-version=2024-10-01'

describe.skipIf(!(await canHaveSecondNetwork()))('from another machine', () => {
  let team: Team
  let product: Product
  let laptop: SecondNetwork
  let ssh: SshClient
  let origin: string

  beforeAll(async () => {
    ;[team, ssh] = await Promise.all([startTeam([]), openSshClient()])
    ;({ product, laptop, origin } = team)
    const sshSettings = { sshPublicAccess: 'Enabled', adminPublicKey: ssh.publicKey }
    await product.createInstance('team-desk', { sshSettings })
  })
  afterAll(async () => {
    await ssh?.[Symbol.asyncDispose]()
    await team?.[Symbol.asyncDispose]()
  })

  test('up tells the address of the team', () => {
    expect(product.facts.endpoint).toBe(origin)
  })

  test('with the authority’s file alone the API answers, and everything it gives out leads back to it', async () => {
    const cloud = await get<{ resourceManager: string; authentication: { loginEndpoint: string } }>(
      '/metadata/endpoints?api-version=2022-09-01',
    )
    expect(cloud).toMatchObject({ resourceManager: `${origin}/`, authentication: { loginEndpoint: origin } })
    const { tenantId } = product.facts
    const oidc = await get<Record<string, string>>(`/${tenantId}/v2.0/.well-known/openid-configuration`)
    expect(oidc['issuer']).toBe(`${origin}/${tenantId}/v2.0`)
    for (const name of ['authorization_endpoint', 'token_endpoint', 'jwks_uri', 'device_authorization_endpoint'])
      expect(oidc[name]).toMatch(new RegExp(`^${origin}/`))

    const details = await get<ComputeDocument>(`${product.computeId('team-desk')}?${mlVersion}`, await token())
    const { applications, connectivityEndpoints } = details.properties.properties
    expect(applications.map(({ endpointUri }) => endpointUri)).toEqual([
      `${team.originOf('team-desk-lab')}/tree`,
      `${team.originOf('team-desk-lab')}/lab`,
      `${team.originOf('team-desk-term')}/`,
    ])
    expect(connectivityEndpoints.publicIpAddress).toBe(laptop.address)
    const workspaceId = product.computeId('x').replace(/\/computes\/x$/, '')
    const workspace = await get<{ properties: { discoveryUrl: string } }>(`${workspaceId}?${mlVersion}`, await token())
    expect(workspace.properties.discoveryUrl).toMatch(new RegExp(`^${origin}/discovery`))
  })

  test('an operation is followed where it was begun', async () => {
    const url = `${origin}${product.computeId('team-desk')}/restart?${mlVersion}`
    const headers = ['-H', `authorization: Bearer ${await token()}`, '-H', 'content-length: 0']
    const answer = await curl(['-i', '-X', 'POST', ...headers, url])
    expect(/^azure-asyncoperation: (\S+)/im.exec(answer)?.[1]).toMatch(new RegExp(`^${origin}/`))
    await product.untilState('team-desk', 'Running')
  })

  test('without the authority nothing is trusted, and there is no other door', async () => {
    const { code } = await laptop.run('curl', ['-sS', `${origin}/healthz`])
    expect(code).toBe(60)
    const plain = await laptop.run('curl', ['-sS', '-m', '60', `http://carrel.${team.domain}:${product.port + 1}/`])
    expect(plain.code).toBe(7)
    const foreign = await curl([
      '-o',
      '/dev/null',
      '-w',
      '%{http_code}',
      '-H',
      'Host: evil.example',
      `${origin}/healthz`,
    ])
    expect(foreign).toBe('421')
  })

  test('ssh leads into the instance at the address and port the API tells', async () => {
    expect(await inDesk('hostname')).toMatchObject({ code: 0, stdout: 'team-desk\n' })
  })

  /** Over SSH, from the laptop. */
  async function inDesk(command: string): Promise<Outcome> {
    const details = await get<ComputeDocument>(`${product.computeId('team-desk')}?${mlVersion}`, await token())
    const { sshSettings, connectivityEndpoints } = details.properties.properties
    const target = `${sshSettings.adminUserName}@${connectivityEndpoints.publicIpAddress}`
    const options = ['-F', 'none', '-i', join(ssh.folder, 'id'), '-p', String(sshSettings.sshPort)]
    const settings = [
      'BatchMode=yes',
      'StrictHostKeyChecking=accept-new',
      `UserKnownHostsFile=${join(team.home, 'known')}`,
    ]
    return laptop.run('ssh', [...options, ...settings.flatMap((each) => ['-o', each]), target, command])
  }

  test('an instance reaches neither door: it is a guest of this machine', async () => {
    for (const port of [product.port, 22]) {
      const script = `timeout 3 bash -c 'exec 3<>/dev/tcp/${laptop.address}/${port}' && echo open || echo closed`
      expect(await inDesk(script)).toMatchObject({ code: 0, stdout: 'closed\n' })
    }
  })

  test('of all that our processes listen on, and of the node, the other machine reaches the two doors alone', async () => {
    const details = await get<ComputeDocument>(`${product.computeId('team-desk')}?${mlVersion}`, await token())
    const { sshSettings, connectivityEndpoints } = details.properties.properties
    const ours = await listeningPorts(product.data)
    expect(ours).toContain(product.port)
    const doors = [product.port, sshSettings.sshPort ?? 0].sort((a, b) => a - b)
    const open = await reachable(laptop.address, [...ours, product.port + 1, 8888], doors)
    expect(open).toEqual(doors)
    const node = connectivityEndpoints.privateIpAddress ?? ''
    expect(node).toMatch(/^10\./)
    expect(await reachable(node, [22, 7070, 8888])).toEqual([])
  })

  /** Silence is awaited for two seconds; what is to be open may take its time. */
  async function reachable(
    address: string,
    ports: readonly number[],
    expected: readonly number[] = [],
  ): Promise<number[]> {
    const probes = [...new Set(ports)].map(async (port) => {
      const script = `exec 3<>/dev/tcp/${address}/${port}`
      // It takes our pipe for a connection from afar, where it would read the person's own settings each time.
      const bash = ['bash', '--norc', '-c', script]
      const { code } = await laptop.run('timeout', [expected.includes(port) ? '60' : '2', ...bash])
      return code === 0 ? [port] : []
    })
    return (await Promise.all(probes)).flat().sort((a, b) => a - b)
  }

  async function curl(args: readonly string[]): Promise<string> {
    const answer = await laptop.run('curl', ['-sS', '--cacert', team.caFile, ...args])
    if (answer.code !== 0) throw new Error(answer.stderr)
    return answer.stdout
  }

  async function get<T>(path: string, bearer?: string): Promise<T> {
    const headers = bearer === undefined ? [] : ['-H', `authorization: Bearer ${bearer}`]
    return JSON.parse(await curl([...headers, `${origin}${path}`]))
  }

  async function token(): Promise<string> {
    const { clientId, clientSecret } = product.facts.principal
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      scope: `${origin}/.default`,
    })
    const url = `${origin}/${product.facts.tenantId}/oauth2/v2.0/token`
    const { access_token: bearer } = JSON.parse(await curl(['-d', form.toString(), url]))
    return bearer
  }
})

interface ComputeDocument {
  readonly properties: {
    readonly properties: {
      readonly applications: readonly { readonly endpointUri: string }[]
      readonly sshSettings: { readonly adminUserName: string; readonly sshPort: number | null }
      readonly connectivityEndpoints: {
        readonly publicIpAddress: string | null
        readonly privateIpAddress: string | null
      }
    }
  }
}
