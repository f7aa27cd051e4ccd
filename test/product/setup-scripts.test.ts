// CI-70…87 on Docker: real scripts in real instances, one for each use they are written for, and what becomes of an
// instance and its processes when one fails, takes too long, or outlives the server that asked for it.

import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openKernel } from '../support/kernel.ts'
import { type Product, startProduct, until } from '../support/product.ts'
import { killProcess, untilReplaced } from '../support/product-processes.ts'
import { isRoot, skipUnlessRoot } from '../support/root.ts'
import { scriptUses } from '../support/script-uses.ts'
import { inline, type SetupSteps, setupSteps } from '../support/setup-steps.ts'

let product: Product
let at: SetupSteps
skipUnlessRoot()
beforeAll(async () => {
  if (!isRoot) return
  product = await startProduct()
  at = setupSteps(product)
})
afterAll(() => product?.[Symbol.asyncDispose]())

/** As the user of the instance, through JupyterLab: while a script runs and after one failed, too. */
async function shell(name: string, command: string): Promise<string> {
  await using kernel = await openKernel(product, name)
  return (await kernel.shell(command)).trim()
}

const waitForGo = 'while [ ! -e /tmp/go ]; do sleep 0.1; done'

/** That it is running is told before its first line has run. */
function untilBegun(name: string, kind: 'creation' | 'startup'): Promise<void> {
  return until(async () => ((await at.logOf(name, kind)) === 'begun\n' ? undefined : 'not begun'))
}

describe('a script as the documents show it', () => {
  test('CI-71, CI-73, CI-74, CI-78, CI-83: a stored one runs as root, where it lies, with arguments and variables', async () => {
    const text = `#!/bin/bash
set -e
echo "who: $(id -un) in $PWD with [$1] [$2] $#"
cat data.txt; echo
env | grep -E '^(CI_|ADMIN_)' | sort
`
    const folder = join(at.shareFolder, 'Users/admin')
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'data.txt'), 'beside')
    await writeFile(join(folder, 'set-up.sh'), text)
    const { run, log } = await at.runOn('stored', {
      scriptSource: 'workspaceStorage',
      scriptData: 'Users/admin/set-up.sh',
      scriptArguments: 'one "2 3"',
    })
    expect(run).toMatchObject({ state: 'succeeded', exitCode: 0, run: 1 })
    expect(log.trim().split('\n')).toEqual([
      'who: root in /home/azureuser/cloudfiles/code/Users/admin with [one] [2 3] 2',
      'beside',
      'ADMIN_USERNAME=azureuser',
      'CI_LOCAL_UBUNTU_USER=azureuser',
      'CI_NAME=stored',
      `CI_RESOURCE_GROUP=${product.facts.resourceGroup}`,
      `CI_WORKSPACE=${product.facts.workspace}`,
    ])
  })

  test('CI-75, CI-84: inline it is in the folder Azure has it in, and the block of azureuser is theirs', async () => {
    const text = `pwd
ls -d admin
sudo -u azureuser -i <<'EOF'
echo "$(id -un) in $PWD with $# arguments"
EOF
`
    const { run, log } = await at.runOn('uses', inline(text, { scriptArguments: 'a b' }))
    expect([run.state, log.trim().split('\n')]).toEqual([
      'succeeded',
      [
        '/mnt/batch/tasks/shared/LS_root/mounts/clusters/uses/code/Users',
        'admin',
        'azureuser in /home/azureuser with 0 arguments',
      ],
    ])
  })
})

/** As documented, to the blank behind the environment's name. */
const sample = `#!/bin/bash

set -e

# This script installs a pip package in compute instance azureml_py38 environment

sudo -u azureuser -i <<'EOF'
# PARAMETERS
PACKAGE=numpy
ENVIRONMENT=azureml_py38 
conda activate "$ENVIRONMENT"
pip install "$PACKAGE"
conda deactivate
EOF
`

test('CI-76, CI-77: the sample installs its package, as it is and with the line that reads conda.sh', async (context) => {
  const reading = sample.replace('# PARAMETERS', 'source /anaconda/etc/profile.d/conda.sh\n# PARAMETERS')
  for (const text of [sample, reading]) {
    const { run, log } = await at.runOn('uses', inline(text))
    if (log.includes('No matching distribution found')) context.skip('no package index answers here')
    expect(run, log).toMatchObject({ state: 'succeeded', exitCode: 0 })
  }
  expect(await shell('uses', 'conda run -n azureml_py38 python -c "import numpy; print(numpy.__name__)"')).toBe('numpy')
})

describe('CI-70: a script', () => {
  test.each(scriptUses)('$title', async ({ text }) => {
    const { run, log } = await at.runOn('uses', inline(`#!/bin/bash\nset -e\n${text}\n`))
    expect(run, log).toMatchObject({ state: 'succeeded', exitCode: 0 })
  })
})

describe('CI-85: the log', () => {
  test('is read while the script runs, and stored on the share', async () => {
    await at.put('logged', { creationScript: inline(`echo first; ${waitForGo}; echo last`) })
    await until(async () => ((await at.logOf('logged')) === 'first\n' ? undefined : 'nothing printed yet'))
    expect((await at.show('logged')).state).toBe('UserSettingUp')
    await shell('logged', 'touch /tmp/go')
    await at.untilOver('logged')
    expect(await at.logOf('logged')).toBe('first\nlast\n')
    const folder = join(at.shareFolder, 'Logs/logged')
    const [file = ''] = await readdir(folder)
    expect(file).toMatch(/^creation-\d{8}T\d{6}Z-1\.log$/)
    expect(await readFile(join(folder, file), 'utf8')).toBe('first\nlast\n')
  })
})

describe('a script that fails', () => {
  test('CI-80: when it takes too long it is ended with all it had started, wherever that went', async () => {
    // The script itself ends when it is asked to. One in a session of its own, one as somebody else, and one that does
    // not want to end, with children of its own, are left.
    const text = `(setsid nohup sleep 987654 &)
sudo -u azureuser -i bash -c '(setsid nohup sleep 987653 >/dev/null 2>&1 &)'
(trap '' TERM; while :; do sleep 987652; done) &
echo started
wait`
    const { run, log } = await at.runOn('slow', inline(text, { timeout: '20s' }))
    expect(run).toMatchObject({ state: 'failed', reason: 'TimedOut', exitCode: 124 })
    expect(log).toContain('started\n')
    expect(await shell('slow', 'ps -eo args | grep -c "^sleep 98765"')).toBe('0')
  })

  test('it leaves an instance that can be opened, mended and tried again', async () => {
    const text = `#!/bin/bash
echo once >> /home/azureuser/count
test -e /home/azureuser/mended`
    await at.put('broken', { creationScript: inline(text), startupScript: inline('echo up') })
    const failed = await at.untilOver('broken')
    expect(failed).toMatchObject({ state: 'UserSetupFailed', errors: [{ error: { code: 'CreationScriptFailed' } }] })
    expect(failed.setupRuns?.startup).toBeUndefined()
    await shell('broken', 'touch /home/azureuser/mended')
    await at.act('broken', 'retrySetup')
    const { state, setupRuns } = await at.untilOver('broken')
    expect([state, setupRuns?.creation?.run, setupRuns?.startup?.state]).toEqual(['Running', 2, 'succeeded'])
    expect(await shell('broken', 'cat /home/azureuser/count | wc -l')).toBe('2')
  })

  test('one that asks for a program that is not there says which', async () => {
    const { run, log } = await at.runOn('broken', inline('#!/opt/tool/bin/python3 -u\nprint(1)\n'))
    expect(run).toMatchObject({ state: 'failed', reason: 'NotStarted' })
    const told = 'its first line asks for /opt/tool/bin/python3, which is not in the instance'
    expect((await at.show('broken')).errors[0]?.error.message).toContain(told)
    expect(log).toContain(told)
  })
})

describe('a server that is killed', () => {
  test('while scripts run finds what became of them; the creation script ran once', async () => {
    const text = `echo once >> /home/azureuser/count; ${waitForGo}; echo done`
    const next = inline('echo start >> /home/azureuser/starts')
    await at.put('killed', { creationScript: inline(text), startupScript: next })
    await product.untilState('killed', 'UserSettingUp')
    for (const _time of [1, 2]) {
      await untilReplaced(product.data, 'server', await killProcess(product.data, 'server'))
      await product.untilState('killed', 'UserSettingUp')
    }
    await shell('killed', 'touch /tmp/go')
    expect((await at.untilOver('killed')).setupRuns).toMatchObject({
      creation: { run: 1, state: 'succeeded' },
      startup: { run: 0, state: 'succeeded' },
    })
    expect(await at.logOf('killed')).toBe('done\n')
    expect(await shell('killed', 'cat /home/azureuser/count /home/azureuser/starts | xargs')).toBe('once start')
  })

  test.each([0, 300, 600, 900, 1200])('%i ms after the request, the script still runs once', async (pauseMs) => {
    const name = `early-${pauseMs}`
    await at.put(name, { creationScript: inline('echo once >> /home/azureuser/count') })
    await sleep(pauseMs)
    await untilReplaced(product.data, 'server', await killProcess(product.data, 'server'))
    await product.untilState(name, 'Running')
    expect(await shell(name, 'cat /home/azureuser/count')).toBe('once')
  })
})

describe('a creation script that a stop cuts off', () => {
  test('is not begun again by itself', async () => {
    await at.put('cut', { creationScript: inline(`echo once >> /home/azureuser/count; echo begun; ${waitForGo}`) })
    await untilBegun('cut', 'creation')
    await at.act('cut', 'stop')
    await product.untilState('cut', 'Stopped')
    await at.act('cut', 'start')
    const { state, setupRuns } = await at.untilOver('cut')
    expect([state, setupRuns?.creation]).toMatchObject(['UserSetupFailed', { run: 1, reason: 'Interrupted' }])
    expect(await shell('cut', 'cat /home/azureuser/count')).toBe('once')
  })
})

describe('CI-87: the start-up script', () => {
  test('runs at each start, the creation script at none of them; stopping and deleting end what runs', async () => {
    await at.put('again', {
      creationScript: inline('echo created >> /home/azureuser/told'),
      startupScript: inline(`echo started >> /home/azureuser/told; echo begun; ${waitForGo}`),
    })
    await untilBegun('again', 'startup')
    await at.act('again', 'stop')
    await product.untilState('again', 'Stopped')
    await at.act('again', 'start')
    await product.untilState('again', 'UserSettingUp')
    await shell('again', 'touch /tmp/go')
    expect((await at.untilOver('again')).setupRuns?.startup).toMatchObject({ state: 'succeeded' })
    expect(await shell('again', 'cat /home/azureuser/told | xargs')).toBe('created started started')

    await shell('again', 'rm /tmp/go')
    await at.act('again', 'retrySetup', { kind: 'startup' })
    await product.untilState('again', 'UserSettingUp')
    await at.remove('again')
    await until(async () => ((await at.isThere('again')) ? 'it is still there' : undefined))
  })
})
