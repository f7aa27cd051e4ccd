// CI-70…87 at the API, on nodes whose scripts are simulated; `test/product/setup-scripts.test.ts` runs real ones.

import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { type NodeRecord, nodeType } from '../../src/fleet/fleet.ts'
import { apiVersion, computeBody, makeWorkspace } from '../support/arm-paths.ts'
import { act, follow, later, makeCompute, remove, show, state } from '../support/arm-steps.ts'
import { startTestServer, type TestServer } from '../support/harness.ts'

const base64 = (text: string) => Buffer.from(text).toString('base64')
const digestOf = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`
const inline = (text: string, more: object = {}) => ({ scriptSource: 'inline', scriptData: base64(text), ...more })
const stored = (path: string, more: object = {}) => ({ scriptSource: 'workspaceStorage', scriptData: path, ...more })
const creation = (script: object) => ({ setupScripts: { scripts: { creationScript: script } } })
const startup = (script: object) => ({ setupScripts: { scripts: { startupScript: script } } })

const folders: string[] = []
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true })
})

async function share(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'carrel-share-'))
  folders.push(folder)
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
  return folder
}

async function put(server: TestServer, id: string, properties: object) {
  return server.call('PUT', `${id}?${apiVersion}`, computeBody(properties as Record<string, unknown>))
}

async function post(server: TestServer, path: string, body: object = {}) {
  return server.call('POST', `${path}?${apiVersion}`, body)
}

async function setupOf(server: TestServer, id: string) {
  const { setupScripts, setupRuns, errors } = (await show(server, id)).body.properties.properties
  return { setupScripts, setupRuns, errors }
}

async function templateOf(server: TestServer) {
  const nodes = (await server.store.list({ type: nodeType })) as NodeRecord[]
  return nodes[0]?.desired.template.setup
}

describe('a set-up script', () => {
  test('CI-84, CI-86, CI-87: runs inline before the instance is running, and the details show it', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    const text = 'echo hello\nsleep 60\n'
    const made = await makeCompute(server, computeId('one'), creation(inline(text, { scriptArguments: 'a "b c"' })))
    expect(await state(server, computeId('one'))).toBe('UserSettingUp, Creating')
    await later(server, 61_000)
    expect(await state(server, computeId('one'))).toBe('Running, Succeeded')
    expect((await follow(server, made)).body.status).toBe('Succeeded')
    expect(await setupOf(server, computeId('one'))).toMatchObject({
      setupScripts: {
        scripts: {
          creationScript: { ...inline(text, { scriptArguments: 'a "b c"' }), digest: digestOf(text) },
        },
      },
      setupRuns: { creation: { run: 1, state: 'succeeded', exitCode: 0, digest: digestOf(text) } },
      errors: [],
    })
  })

  test('CI-73, CI-74, CI-78, CI-80, CI-84: is told where it runs, with what, and for how long', async () => {
    await using server = await startTestServer({ shareFolder: await share({ 'Users/admin/set up.sh': 'echo hi' }) })
    const { computeId } = await makeWorkspace(server)
    await makeCompute(server, computeId('one'), {
      setupScripts: {
        scripts: {
          creationScript: stored('Users/admin/set up.sh', { scriptArguments: `one 'two 2' "th\\"ree" fo\\ ur ''` }),
          startupScript: inline('echo hi', { timeout: '1.5h' }),
        },
      },
    })
    expect(await templateOf(server)).toMatchObject({
      scripts: {
        creation: {
          folder: '/home/azureuser/cloudfiles/code/Users/admin',
          arguments: ['one', 'two 2', 'th"ree', 'fo ur', ''],
          timeoutMs: 15 * 60_000,
        },
        startup: {
          folder: '/mnt/batch/tasks/shared/LS_root/mounts/clusters/one/code/Users',
          timeoutMs: 90 * 60_000,
        },
      },
      environment: {
        CI_NAME: 'one',
        CI_WORKSPACE: 'ws1',
        CI_RESOURCE_GROUP: 'lab',
        CI_LOCAL_UBUNTU_USER: 'azureuser',
        ADMIN_USERNAME: 'azureuser',
      },
    })
  })

  test('CI-83: a stored one is what it was when it was accepted', async () => {
    const folder = await share({ 'Users/admin/a.sh': 'echo before' })
    await using server = await startTestServer({ shareFolder: folder })
    const { computeId } = await makeWorkspace(server)
    await makeCompute(server, computeId('one'), startup(stored('Users/admin/a.sh')))
    await writeFile(join(folder, 'Users/admin/a.sh'), 'echo after')
    await act(server, computeId('one'), 'restart')
    await later(server)
    expect((await setupOf(server, computeId('one'))).setupRuns.startup.digest).toBe(digestOf('echo before'))

    // A client that sends back what it read changes nothing either.
    const read = (await show(server, computeId('one'))).body
    expect((await server.call('PUT', `${computeId('one')}?${apiVersion}`, read)).status).toBe(200)
    await later(server)
    await post(server, `${computeId('one')}/retrySetup`, { kind: 'startup' })
    await later(server)
    expect((await setupOf(server, computeId('one'))).setupRuns.startup.digest).toBe(digestOf('echo before'))

    const again = await post(server, `${computeId('one')}/retrySetup`, { kind: 'startup', readAgain: true })
    expect(again.status).toBe(202)
    await later(server)
    expect((await setupOf(server, computeId('one'))).setupRuns.startup.digest).toBe(digestOf('echo after'))
  })

  test('CI-87: the creation script runs once, the start-up script at each start', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    await makeCompute(server, computeId('one'), {
      setupScripts: { scripts: { creationScript: inline('echo a'), startupScript: inline('echo b') } },
    })
    await later(server)
    const first = (await setupOf(server, computeId('one'))).setupRuns
    server.clock.advance(60_000)
    await act(server, computeId('one'), 'restart')
    await later(server)
    const second = (await setupOf(server, computeId('one'))).setupRuns
    expect(second.creation).toEqual(first.creation)
    expect(Date.parse(second.startup.startedAt)).toBeGreaterThan(Date.parse(first.startup.startedAt))
  })

  test('one given later waits: the start-up script for the next start, the creation script to be asked for', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    await makeCompute(server, computeId('one'))
    await put(server, computeId('one'), {
      setupScripts: { scripts: { creationScript: inline('echo a'), startupScript: inline('echo b') } },
    })
    await later(server)
    expect(await state(server, computeId('one'))).toBe('Running, Succeeded')
    expect((await setupOf(server, computeId('one'))).setupRuns).toBeUndefined()
    await act(server, computeId('one'), 'restart')
    await later(server)
    expect((await setupOf(server, computeId('one'))).setupRuns).toEqual({ startup: expect.anything() })
    expect((await post(server, `${computeId('one')}/retrySetup`, { kind: 'creation' })).status).toBe(202)
    await later(server)
    expect((await setupOf(server, computeId('one'))).setupRuns.creation).toMatchObject({ state: 'succeeded' })
  })
})

describe('azure-ai-ml', () => {
  test('CI-80: says by a word of its own that it gives no timeout', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    await makeCompute(server, computeId('one'), creation(inline('echo a', { timeout: 'Nonem' })))
    const { setupScripts } = await setupOf(server, computeId('one'))
    expect(setupScripts.scripts.creationScript).not.toHaveProperty('timeout')
    expect(await templateOf(server)).toMatchObject({ scripts: { creation: { timeoutMs: 900_000 } } })
  })

  test('CI-84: sends an inline script back as if it were a path, and changes nothing', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    await makeCompute(server, computeId('one'), creation(inline('echo a')))
    await later(server)
    const before = await setupOf(server, computeId('one'))
    const { scriptData } = before.setupScripts.scripts.creationScript
    expect((await put(server, computeId('one'), creation(stored(scriptData)))).status).toBe(200)
    await later(server)
    expect(await setupOf(server, computeId('one'))).toEqual(before)
  })
})

describe('a script that fails', () => {
  test('fails the creation and leaves an instance that is up, and can be tried again', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    const id = computeId('one')
    const scripts = { creationScript: inline('echo broken\nexit 3'), startupScript: inline('echo b') }
    const made = await makeCompute(server, id, { setupScripts: { scripts } })
    await later(server)
    const followed = (await follow(server, made)).body
    expect([followed.status, followed.error.code]).toEqual(['Failed', 'CreationScriptFailed'])
    expect(followed.error.message).toContain('exit status 3')
    expect(await state(server, id)).toBe('UserSetupFailed, Failed')
    const failed = await setupOf(server, id)
    expect(failed.setupRuns).toEqual({ creation: expect.objectContaining({ state: 'failed', exitCode: 3 }) })
    expect(failed.errors).toMatchObject([{ error: { code: 'CreationScriptFailed' } }])

    // What has nothing to do with it succeeds, and the instance goes on being told as it is.
    const tagged = await server.call('PATCH', `${id}?${apiVersion}`, { tags: { a: 'b' } })
    await later(server)
    expect((await follow(server, tagged)).body.status).toBe('Succeeded')
    expect(await state(server, id)).toBe('UserSetupFailed, Succeeded')

    await put(server, id, { setupScripts: { scripts: { ...scripts, creationScript: inline('echo mended') } } })
    await later(server)
    const retried = await post(server, `${id}/retrySetup`)
    await later(server)
    expect((await follow(server, retried)).body.status).toBe('Succeeded')
    expect(await state(server, id)).toBe('Running, Succeeded')
    const { setupRuns } = await setupOf(server, id)
    expect(setupRuns).toMatchObject({ creation: { run: 2, state: 'succeeded' }, startup: { state: 'succeeded' } })
  })

  test('a start-up script alone is tried again alone', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    const scripts = { creationScript: inline('echo a'), startupScript: inline('exit 1') }
    await makeCompute(server, computeId('one'), { setupScripts: { scripts } })
    await later(server)
    expect(await state(server, computeId('one'))).toBe('UserSetupFailed, Failed')
    const again = await post(server, `${computeId('one')}/retrySetup`)
    await later(server)
    expect((await follow(server, again)).body.error.code).toBe('StartupScriptFailed')
    const { setupRuns } = await setupOf(server, computeId('one'))
    expect(setupRuns).toMatchObject({ creation: { run: 1 }, startup: { run: 1, state: 'failed' } })
  })

  test('CI-80: one that takes longer than its timeout has failed', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    await makeCompute(server, computeId('one'), creation(inline('sleep 100', { timeout: '30' })))
    await later(server, 31_000)
    expect(await state(server, computeId('one'))).toBe('UserSetupFailed, Failed')
    const { setupRuns, errors } = await setupOf(server, computeId('one'))
    expect(setupRuns.creation).toMatchObject({ reason: 'TimedOut', exitCode: 124 })
    expect(errors[0].error.message).toContain('longer than its timeout')
  })

  test('a script may take longer than a creation without one', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    const made = await makeCompute(server, computeId('one'), creation(inline('sleep 7000', { timeout: '2h' })))
    await later(server, 6_900_000)
    expect((await follow(server, made)).body.status).toBe('InProgress')
    await later(server, 200_000)
    expect(await state(server, computeId('one'))).toBe('Running, Succeeded')
  })

  test('taking the script away is an end of it too', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    await makeCompute(server, computeId('one'), creation(inline('exit 1')))
    await later(server)
    await put(server, computeId('one'), { setupScripts: { scripts: {} } })
    await later(server)
    expect(await state(server, computeId('one'))).toBe('Running, Succeeded')
    expect((await setupOf(server, computeId('one'))).setupScripts).toBeNull()
  })
})

describe('while a script runs', () => {
  test('stopping works; a creation script that was cut off is not begun again by itself', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    await makeCompute(server, computeId('one'), creation(inline('sleep 600')))
    await act(server, computeId('one'), 'stop')
    await later(server)
    expect(await state(server, computeId('one'))).toBe('Stopped, Succeeded')
    await act(server, computeId('one'), 'start')
    await later(server)
    expect(await state(server, computeId('one'))).toMatch(/^UserSetupFailed/)
    expect((await setupOf(server, computeId('one'))).setupRuns.creation.reason).toBe('Interrupted')
  })

  test('deleting works', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    await makeCompute(server, computeId('one'), creation(inline('sleep 600')))
    expect((await remove(server, computeId('one'))).status).toBe(202)
    await later(server)
    expect((await show(server, computeId('one'))).status).toBe(404)
  })

  test('a second run is refused', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    await makeCompute(server, computeId('one'), creation(inline('sleep 600')))
    const again = await post(server, `${computeId('one')}/retrySetup`)
    expect([again.status, again.body.error.code]).toEqual([409, 'ComputeNotRunning'])
  })
})

describe('CI-85: the log', () => {
  test('is read from where one left off, also while the script runs', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    await makeCompute(server, computeId('one'), creation(inline('echo grüße\nsleep 60')))
    const log = (offset: number) => post(server, `${computeId('one')}/setupScriptLog`, { kind: 'creation', offset })
    expect((await log(0)).body).toEqual({
      ...{ kind: 'creation', offset: 0, nextOffset: 8, size: 8, isRunning: true, text: 'grüße\n' },
    })
    expect((await log(4)).body.text).toBe('ße\n')
    expect((await log(8)).body).toMatchObject({ nextOffset: 8, text: '' })
  })

  test('of a stopped instance is on the share; of one without a script there is none', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    await makeCompute(server, computeId('one'), creation(inline('echo a')))
    await act(server, computeId('one'), 'stop')
    await later(server)
    const stopped = await post(server, `${computeId('one')}/setupScriptLog`)
    expect([stopped.status, stopped.body.error.message]).toEqual([409, expect.stringContaining('Logs/one')])
    const none = await post(server, `${computeId('one')}/setupScriptLog`, { kind: 'startup' })
    expect([none.status, none.body.error.code]).toEqual([404, 'NoSetupScript'])
  })

  test('is not for readers', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    await makeCompute(server, computeId('one'), creation(inline('echo a')))
    const { token } = await server.principal('Reader')
    const answer = await server.call('POST', `${computeId('one')}/setupScriptLog?${apiVersion}`, {}, { token })
    expect(answer.status).toBe(403)
  })
})

describe('what is no script', () => {
  const place = 'properties.properties.setupScripts.scripts.creationScript'
  test.each([
    ['a file that is not there', stored('Users/admin/none.sh'), 'ScriptNotFound', 'scriptData'],
    ['a folder', stored('Users/admin'), 'ScriptNotFound', 'scriptData'],
    ['a link', stored('Users/admin/link.sh'), 'ScriptNotFound', 'scriptData'],
    ['a path out of the share', stored('../../etc/passwd'), 'ScriptNotFound', 'scriptData'],
    ['an empty file', stored('Users/admin/empty.sh'), 'EmptyScript', 'scriptData'],
    ['a large file', stored('Users/admin/large.sh'), 'ScriptTooLarge', 'scriptData'],
    [
      'a stored file with the line ends of Windows',
      stored('Users/admin/windows.sh'),
      'InvalidScriptText',
      'scriptData',
    ],
    ['a script with the line ends of Windows', inline('set -e\r\ntrue\r\n'), 'InvalidScriptText', 'scriptData'],
    ['a script behind a byte order mark', inline('\uFEFF#!/bin/sh\ntrue\n'), 'InvalidScriptText', 'scriptData'],
    ['no base64', { scriptSource: 'inline', scriptData: 'echo hello!' }, 'InvalidScriptData', 'scriptData'],
    ['an open quote', inline('a', { scriptArguments: `it's` }), 'InvalidScriptArguments', 'scriptArguments'],
    ['a timeout of none', inline('a', { timeout: '0' }), 'InvalidScriptTimeout', 'timeout'],
    ['a timeout in words', inline('a', { timeout: '10 minutes' }), 'InvalidScriptTimeout', 'timeout'],
    ['a timeout of days', inline('a', { timeout: '2d' }), 'InvalidScriptTimeout', 'timeout'],
    ['another source', { scriptSource: 'git', scriptData: 'x' }, 'InvalidRequestContent', 'scriptSource'],
  ])('%s is refused by name', async (_, script, code, member) => {
    const shareFolder = await share({
      'Users/admin/empty.sh': '',
      'Users/admin/large.sh': 'x'.repeat(256 * 1024 + 1),
      'Users/admin/windows.sh': '#!/bin/bash\r\necho hello\r\n',
    })
    await symlink('/etc/passwd', join(shareFolder, 'Users/admin/link.sh'))
    await using server = await startTestServer({ shareFolder })
    const { computeId } = await makeWorkspace(server)
    const answer = await put(server, computeId('one'), creation(script))
    expect([answer.status, answer.body.error.code, answer.body.error.target]).toEqual([400, code, `${place}.${member}`])
    expect((await show(server, computeId('one'))).status).toBe(404)
  })

  test('a workspace without files has no script either', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    const answer = await put(server, computeId('one'), creation(stored('Users/a.sh')))
    expect([answer.status, answer.body.error.code]).toEqual([400, 'ScriptNotFound'])
  })
})
