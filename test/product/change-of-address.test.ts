// An installation that was tried on one machine becomes a team's, with a certificate its company issued, and goes back.

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { issueAuthority, issueServerCertificate, type KeyPairPem } from '../../src/base/issue-certificates.ts'
import { openClient } from '../../src/cli/client.ts'
import { openNotebook, runCell, untilLauncher } from '../e2e/jupyter-lab.ts'
import { hasBrowser, openBrowser, signIn } from '../e2e/open-browser.ts'
import { runCarrel } from '../support/carrel-command.ts'
import { type Product, startProduct, type UpFacts, until } from '../support/product.ts'
import { openSecondNetwork, type SecondNetwork } from '../support/second-network.ts'
import { openSshClient, type SshClient } from '../support/ssh-client.ts'
import { canHaveSecondNetwork } from '../support/team.ts'
import { trustInChromium } from '../support/trusting-home.ts'

const domain = 'team.example'
const day = 86_400_000

describe.skipIf(!(await canHaveSecondNetwork()))('a change of address', () => {
  let product: Product
  let laptop: SecondNetwork
  let ssh: SshClient
  let folder: string
  let company: KeyPairPem
  let companyFile: string

  beforeAll(async () => {
    const network = await openSecondNetwork()
    if (network === undefined) throw new Error('there is no second network')
    laptop = network
    await laptop.know({ [`carrel.${domain}`]: laptop.address })
    folder = await mkdtemp(join(tmpdir(), 'carrel-company-'))
    company = await issueAuthority(
      { name: 'Company', dnsNames: [domain], ipRanges: [], validMs: 100 * day },
      Date.now(),
    )
    companyFile = join(folder, 'company.pem')
    await writeFile(companyFile, company.certificate)
    await issue([`*.${domain}`, domain])
    ;[product, ssh] = await Promise.all([startProduct(), openSshClient()])
    const sshSettings = { sshPublicAccess: 'Enabled', adminPublicKey: ssh.publicKey }
    await product.createInstance('kept-desk', { sshSettings })
  })
  afterAll(async () => {
    await ssh?.[Symbol.asyncDispose]()
    await product?.[Symbol.asyncDispose]()
    await laptop?.[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true })
  })

  test('certificates a browser would refuse are refused, with what is wrong, and nothing changes', async () => {
    const before = await readFile(join(product.data, 'config.json'), 'utf8')
    await issue([`carrel.${domain}`])
    expect(await refusal(certificate())).toContain(`does not cover *.${domain}`)
    await issue([`*.${domain}`])
    const otherKey = join(folder, 'other-key.pem')
    const other = await issueAuthority({ name: 'Other', dnsNames: [], ipRanges: [], validMs: day }, Date.now())
    await writeFile(otherKey, other.key)
    expect(await refusal(['--tls-cert', join(folder, 'cert.pem'), '--tls-key', otherKey])).toContain('does not belong')
    await issue([`*.${domain}`], Date.now() - 60 * day)
    expect(await refusal(certificate())).toContain('expired at')
    expect(await readFile(join(product.data, 'config.json'), 'utf8')).toBe(before)
    await issue([`*.${domain}`, domain])
  })

  test('up with a domain moves it: the instance goes on, and others reach it with what their company trusts', async () => {
    const moved = await up(...reach(), ...certificate())
    expect(moved).toMatchObject({ code: 0, stderr: expect.stringContaining('The address changed from') })
    expect(moved.stderr).toContain(`*.${domain}.   A   ${laptop.address}`)
    const facts: UpFacts = JSON.parse(moved.stdout)
    expect(facts.endpoint).toBe(`https://carrel.${domain}:${product.port}`)
    const answer = await laptop.run('curl', ['-sS', '--cacert', companyFile, `${facts.endpoint}/healthz`])
    expect(answer).toMatchObject({ code: 0, stdout: '{"status":"ok"}' })
    // What is given out for clients to trust has the company's authority in it.
    const bundle = join(folder, 'bundle.pem')
    await writeFile(bundle, await readFile(facts.caFile))
    expect(await laptop.run('curl', ['-sS', '--cacert', bundle, `${facts.endpoint}/healthz`])).toMatchObject({
      code: 0,
    })
    const told = await runCarrel('ca', '--data', product.data)
    expect(told).toMatchObject({ code: 0, stdout: company.certificate })
    expect((await desk()).state).toBe('Running')
    // The gateway opens its doors for SSH a moment after that of the API.
    await until(async () => ((await overSsh()).code === 255 ? 'there is no way in' : undefined))
    expect(await overSsh()).toMatchObject({ code: 0, stdout: 'kept-desk\n' })
  })

  test.skipIf(!hasBrowser())('JupyterLab that ran all the while is at home at its new address', async (context) => {
    if (!(await trustInChromium(folder, companyFile))) return context.skip()
    const flags = [`--host-resolver-rules=MAP *.${domain} ${laptop.address}`]
    const browser = await openBrowser({ wrapper: (path) => laptop.wrapper(path), flags, home: folder })
    try {
      const page = await browser.newPage()
      await page.goto(`https://kept-desk-lab.${domain}:${product.port}/lab`)
      await signIn(page, { userName: product.facts.admin.userName, password: product.password })
      await untilLauncher(page)
      await openNotebook(page)
      await runCell(page, "print('six times seven is', 6 * 7)", 'six times seven is 42')
    } finally {
      await browser.close()
    }
  })

  test('again without options it stays as it is', async () => {
    const before = await gatewayPid()
    const again = await up()
    expect(again).toMatchObject({ code: 0 })
    expect(JSON.parse(again.stdout).endpoint).toBe(`https://carrel.${domain}:${product.port}`)
    expect(again.stderr).not.toContain('The address changed')
    expect(await gatewayPid()).toBe(before)
  })

  test('a renewed certificate is shown without a restart', async () => {
    const [before, pid] = [await serial(), await gatewayPid()]
    await issue([`*.${domain}`, domain])
    await until(async () => ((await serial()) === before ? 'the old certificate is still shown' : undefined))
    expect(await gatewayPid()).toBe(pid)
  })

  test('files that went missing keep nothing from starting, and what was shown is shown', async () => {
    const before = await serial()
    await rm(join(folder, 'cert.pem'))
    expect(await runCarrel('down', '--data', product.data)).toMatchObject({ code: 0 })
    const again = await up()
    expect(again).toMatchObject({ code: 0, stderr: expect.stringContaining('there is no file') })
    expect(again.stderr).toContain('--no-tls-cert')
    expect(await serial()).toBe(before)
    const asked = await up(...certificate())
    expect(asked).toMatchObject({ code: 1, stderr: expect.stringContaining('there is no file') })
  })

  test('and back to this machine alone', async () => {
    const back = await up('--domain', 'localhost')
    expect(back).toMatchObject({ code: 0 })
    expect(JSON.parse(back.stdout).endpoint).toBe(`https://localhost:${product.port}`)
    const probe = await laptop.run('curl', ['-sS', '-m', '60', `https://carrel.${domain}:${product.port}/healthz`])
    expect(probe.code).toBe(7)
    expect((await desk()).state).toBe('Running')
  })

  function reach(): string[] {
    return ['--domain', domain, '--listen', laptop.address]
  }

  function certificate(): string[] {
    return ['--tls-cert', join(folder, 'cert.pem'), '--tls-key', join(folder, 'key.pem')]
  }

  function up(...options: string[]) {
    return runCarrel('up', '--data', product.data, '--no-instance', '--detach', '--json', '--yes', ...options)
  }

  async function refusal(options: readonly string[]): Promise<string> {
    const { code, stderr } = await up(...reach(), ...options)
    expect({ code, hasNextStep: /next: +\S/.test(stderr) }).toEqual({ code: 1, hasNextStep: true })
    return stderr
  }

  /** As an owner renews: the new files take the old ones' places. */
  async function issue(dnsNames: string[], from = Date.now()): Promise<void> {
    const options = { name: 'team', dnsNames, ipAddresses: [], validMs: 30 * day }
    const pair = await issueServerCertificate(company, options, from)
    await writeFile(join(folder, 'key.pem'), pair.key, { mode: 0o600 })
    await writeFile(join(folder, 'cert.pem'), pair.certificate + company.certificate)
  }

  /** As whoever begins anew sees it: the authority is another one now. */
  async function desk(): Promise<Details['properties']['properties']> {
    const client = await openClient(product.data)
    const path = `${product.computeId('kept-desk')}?api-version=2024-10-01`
    return (await client.call<Details>('GET', path)).properties.properties
  }

  async function overSsh() {
    const { sshSettings, connectivityEndpoints } = await desk()
    expect(connectivityEndpoints.publicIpAddress).toBe(laptop.address)
    const settings = ['BatchMode=yes', 'StrictHostKeyChecking=no', `UserKnownHostsFile=${join(folder, 'known')}`]
    const options = ['-F', 'none', '-i', join(ssh.folder, 'id'), '-p', String(sshSettings.sshPort)]
    const target = `azureuser@${connectivityEndpoints.publicIpAddress}`
    return laptop.run('ssh', [...options, ...settings.flatMap((each) => ['-o', each]), target, 'hostname'])
  }

  async function serial(): Promise<string> {
    const target = `carrel.${domain}:${product.port}`
    const shown = `openssl s_client -connect ${target} -servername carrel.${domain} </dev/null 2>/dev/null | openssl x509 -noout -serial`
    return (await laptop.run('sh', ['-c', shown])).stdout
  }

  async function gatewayPid(): Promise<string> {
    return (await readFile(join(product.data, 'run', 'gateway.pid'), 'utf8')).trim()
  }
})

interface Details {
  readonly properties: {
    readonly properties: {
      readonly state: string
      readonly sshSettings: { readonly sshPort: number | null }
      readonly connectivityEndpoints: { readonly publicIpAddress: string | null }
    }
  }
}
