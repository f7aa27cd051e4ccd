// Values of the API become arguments and files of OpenSSH; none of them may say more there than what it is.

import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ComputeDocument } from '../compute/compute-document.ts'
import { CliFailure } from '../frame/cli-failure.ts'
import { hostBlocks } from './host-blocks.ts'
import { sshSettings } from './ssh-settings.ts'
import { sshTarget } from './ssh-target.ts'

const endpoint = 'https://localhost:8443'
const hostKey = `ssh-ed25519 ${'A'.repeat(68)}`

interface Told {
  readonly name?: string
  readonly host?: string
  readonly user?: string
  readonly port?: number
  readonly hostKeys?: readonly string[]
}

function compute({ name = 'desk', host = '127.0.50.2', user = 'azureuser', port = 50_000, hostKeys }: Told) {
  return {
    id: `/subscriptions/s/resourceGroups/g/providers/p/workspaces/w/computes/${name}`,
    name,
    properties: {
      properties: {
        sshSettings: { adminUserName: user, sshPort: port, adminPublicKey: null, hostKeys: hostKeys ?? [hostKey] },
        connectivityEndpoints: { publicIpAddress: host },
      },
    },
  } as unknown as ComputeDocument
}

describe('an address for SSH', () => {
  test.each<[string, Told]>([
    ['a line of its own in a name', { name: 'desk\nHost *\n  ProxyCommand touch /tmp/owned' }],
    ['a pattern as a name', { name: '*' }],
    ['two names', { name: 'desk other' }],
    ['a carriage return in a host', { host: '127.0.0.1\rProxyCommand x' }],
    ['an option as a host', { host: '-oProxyCommand=x' }],
    ['a token of OpenSSH as a host', { host: '%h' }],
    ['a space in a host', { host: '127.0.0.1 evil' }],
    ['a shell in a user', { user: '$(touch /tmp/owned)' }],
    ['a line in a user', { user: 'azureuser\n  LocalCommand x' }],
    ['an option as a user', { user: '-l' }],
    ['no port', { port: 0 }],
    ['a port with words behind it', { port: '22\n  ProxyCommand x' as unknown as number }],
    ['a second line in a key', { hostKeys: [`${hostKey}\n* ${hostKey}`] }],
    ['a marker before a key', { hostKeys: [`@cert-authority ${hostKey}`] }],
    ['something else than a key', { hostKeys: ['ssh-ed25519'] }],
  ])('with %s is refused, and nothing is made of it', (_what, told) => {
    expect(() => sshTarget(compute(told), endpoint)).toThrow(CliFailure)
  })

  test('is by an alias of the instance, whatever another one gets the address', () => {
    const alias = (told: Told, where = endpoint) => sshTarget(compute(told), where).alias
    expect(alias({})).toMatch(/^carrel-[0-9a-f]{16}$/)
    expect(alias({ host: '127.0.50.3', port: 50_001 })).toBe(alias({}))
    expect(alias({ name: 'other' })).not.toBe(alias({}))
    expect(alias({}, 'https://elsewhere:8443')).not.toBe(alias({}))
  })

  test('whatever the API says, what is written has one block of ten known words', () => {
    const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom('desk', '127.0.0.1', 'azureuser'))
    fc.assert(
      fc.property(
        text,
        text,
        text,
        fc.array(fc.oneof(text, fc.constant(hostKey)), { maxLength: 2 }),
        (name, host, user, hostKeys) => {
          let target: ReturnType<typeof sshTarget>
          try {
            target = sshTarget(compute({ name, host, user, hostKeys }), endpoint)
          } catch (error) {
            return error instanceof CliFailure
          }
          const lines = hostBlocks([{ target, files: { knownHosts: '/k', identity: '/i' } }]).split('\n')
          return lines.every((line, index) =>
            index === 0 ? /^Host [A-Za-z0-9-]+$/.test(line) : line === '' || /^ {2}[A-Z]\w+ [\w."/:-]+$/.test(line),
          )
        },
      ),
      { numRuns: 500 },
    )
  })
})

describe('settings', () => {
  const target = sshTarget(compute({}), endpoint)

  test('are read by OpenSSH as they were meant, with spaces and percent signs in paths', () => {
    const folder = mkdtempSync(join(tmpdir(), 'carrel ssh %h '))
    try {
      const file = join(folder, 'config')
      const files = { knownHosts: join(folder, 'known'), identity: join(folder, 'id') }
      writeFileSync(file, hostBlocks([{ target, files }]))
      const read = execFileSync('ssh', ['-G', '-F', file, 'desk'], { encoding: 'utf8', stdio: 'pipe' })
      expect(read).toContain('hostname 127.0.50.2\n')
      expect(read).toContain('port 50000\n')
      expect(read).toContain('user azureuser\n')
      expect(read).toContain('stricthostkeychecking true\n')
      expect(read).toContain(`hostkeyalias ${target.alias}\n`)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  test.each(['/home/a"b/id', '/home/a\nb/id', '/home/a\\b/id', ['/home/$', '{HOME}/id'].join('')])(
    'refuse the path %j',
    (identity) => {
      expect(() => sshSettings(target, { knownHosts: '/k', identity })).toThrow('cannot hold the path')
    },
  )

  test('trust on first sight only where the node told no key', () => {
    const settings = (hostKeys: readonly string[]) =>
      new Map(sshSettings({ ...target, hostKeys }, { knownHosts: '/k', identity: undefined })).get(
        'StrictHostKeyChecking',
      )
    expect([settings([hostKey]), settings([])]).toEqual(['yes', 'accept-new'])
  })
})
