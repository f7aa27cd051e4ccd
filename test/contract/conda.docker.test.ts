// The stand-in for conda in the node image, as a person and a script meet it.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { MachineStatus } from '../../src/engine/engine.ts'
import { type DockerBench, dockerIsMissing, openDockerBench } from './engine/docker-bench.ts'
import { makeSshKey, runInNode, type SshKey } from './engine/shell.ts'
import { gone, reached, running } from './engine/steps.ts'
import { Terminal } from './engine/terminal.ts'
import { specOf } from './engine.contract.ts'

const reason = await dockerIsMissing()
if (reason !== undefined) console.log(`Skipped: ${reason}.`)

const environment = '/anaconda/envs/azureml_py38'
const base = '/opt/carrel/venv'

/** A package made on the spot: what is proved here needs no index. */
const makePackage = `python3 - <<'END'
import os, zipfile
os.makedirs('/tmp/wheels')
with zipfile.ZipFile('/tmp/wheels/carrel_sample-1.2.3-py3-none-any.whl', 'w') as wheel:
    wheel.writestr('carrel_sample.py', 'answer = 42\\n')
    info = 'carrel_sample-1.2.3.dist-info/'
    wheel.writestr(info + 'METADATA', 'Metadata-Version: 2.1\\nName: carrel-sample\\nVersion: 1.2.3\\n')
    wheel.writestr(info + 'WHEEL', 'Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n')
    wheel.writestr(info + 'RECORD', '')
END`

/** CI-77, its package aside. */
const script = `#!/bin/bash

set -e

# This script installs a pip package in compute instance azureml_py38 environment

sudo -u azureuser -i <<'EOF'
# PARAMETERS
PACKAGE=carrel-sample
ENVIRONMENT=azureml_py38 
conda activate "$ENVIRONMENT"
pip install "$PACKAGE"
conda deactivate
EOF
`

describe.skipIf(reason !== undefined)('conda in a node', () => {
  let bench: DockerBench
  let identity: SshKey
  let machine: MachineStatus

  beforeAll(async () => {
    bench = await openDockerBench()
    identity = await makeSshKey()
    const spec = specOf('conda', bench.image)
    const environment = { PIP_NO_INDEX: '1', PIP_FIND_LINKS: '/tmp/wheels' }
    machine = await running(bench.engine, {
      ...spec,
      config: { ...spec.config, authorizedKeys: [identity.publicKey], environment },
    })
    await reached(bench.engine, machine.key)
    const made = await shell(makePackage)
    if (made.code !== 0) throw new Error(made.errors)
    // sudo clears the environment; what holds for all of the node is in pip's own file.
    await shell("printf 'no-index = true\\nfind-links = /tmp/wheels\\n' | sudo tee -a /etc/pip.conf")
  })
  afterAll(async () => {
    if (machine !== undefined) await gone(bench.engine, machine.key)
    await bench?.[Symbol.asyncDispose]()
    await identity?.[Symbol.asyncDispose]()
  })
  const shell = async (command: string) => {
    const result = await runInNode(bench.engine, { key: machine.key, identity }, command)
    return { ...result, output: result.output.trim() }
  }
  const writeAndRun = (text: string, how: string) =>
    shell(`cat > /tmp/script <<'CARREL-END'\n${text}\nCARREL-END\nchmod +x /tmp/script; ${how}`)

  test('CI-77: the documented script, run by root, installs in azureml_py38 and nowhere else', async () => {
    expect(await writeAndRun(script, 'sudo /tmp/script')).toMatchObject({
      code: 0,
      output: expect.stringContaining('Successfully installed carrel-sample-1.2.3'),
    })
    const inIt = await shell(`${environment}/bin/python -c 'import carrel_sample as it; print(it.answer, it.__file__)'`)
    expect(inIt.output).toMatch(new RegExp(`^42 ${environment}/lib/`))
    expect((await shell(`${base}/bin/python -c 'import carrel_sample'`)).code).not.toBe(0)
  })

  test('CI-76: the file that scripts written for Azure read first is where they look for it', async () => {
    const text = 'set -eu\n. /anaconda/etc/profile.d/conda.sh\nconda activate azureml_py38\ncommand -v python'
    for (const how of ['sh /tmp/script', 'bash /tmp/script', 'sudo bash /tmp/script']) {
      expect(await writeAndRun(text, how)).toMatchObject({ code: 0, output: `${environment}/bin/python` })
    }
  })

  test('environments are entered and left in a script, in the order of a stack', async () => {
    const steps = ['activate azureml_py38', 'activate base', 'deactivate', 'deactivate', 'deactivate']
    const text = steps.map((step) => `conda ${step}; echo "$(command -v python) \${CONDA_DEFAULT_ENV-none}"`).join('\n')
    expect((await writeAndRun(`set -eu\n${text}`, 'bash /tmp/script')).output.split('\n')).toEqual([
      `${environment}/bin/python azureml_py38`,
      `${base}/bin/python base`,
      `${environment}/bin/python azureml_py38`,
      `${base}/bin/python none`,
      `${base}/bin/python none`,
    ])
    expect(await writeAndRun('set -e\nconda activate absent\necho went on', 'bash /tmp/script')).toMatchObject({
      code: 1,
      output: '',
      errors: expect.stringContaining("there is no environment /anaconda/envs/absent; 'conda env list' shows"),
    })
  })

  test('in a terminal the prompt shows the environment', async () => {
    const terminal = await Terminal.open(await bench.engine.connect(machine.key, 'term'), { session: 'conda' })
    terminal.type('conda activate azureml_py38\r')
    await terminal.shows(/\(azureml_py38\) .*\$ $/)
    terminal.type('conda deactivate; command -v python\r')
    await terminal.shows(/\/opt\/carrel\/venv\/bin\/python\r\n/)
    terminal.leave()
  })

  test('an environment is made, used, listed and removed', async () => {
    const made = await shell('conda create -y -n mine -c conda-forge python=3.7 carrel-sample=1.2')
    expect(made).toMatchObject({ code: 0, errors: expect.stringContaining('Python 3.7 is not installed in this node') })
    expect(made.errors).toContain('channel conda-forge is not asked')
    expect((await shell('conda run -n mine python -c "import sys, carrel_sample; print(sys.prefix)"')).output).toBe(
      '/anaconda/envs/mine',
    )
    expect((await shell('conda env list')).output).toMatch(/^base .*\nazureml_py38 .*\nmine +\/anaconda\/envs\/mine$/m)
    expect((await shell('conda remove -n mine -y carrel-sample')).code).toBe(0)
    expect((await shell('conda run -n mine python -c "import carrel_sample"')).code).not.toBe(0)
    expect((await shell('conda install -n mine -y carrel-sample==1.2.3')).code).toBe(0)
    expect((await shell('conda list -n mine')).output).toContain('carrel-sample 1.2.3')
    expect((await shell('conda env remove -n mine -y')).code).toBe(0)
    expect((await shell('conda env list')).output).not.toContain('mine')
    // What could not be made whole is not there.
    expect((await shell('conda create -y -n broken no-such-package')).code).not.toBe(0)
    expect((await shell('conda env list')).output).not.toContain('broken')
  })

  test('says that it is a stand-in, and refuses by name what it does not do', async () => {
    expect((await shell('conda --version')).output).toMatch(/stand-in/)
    expect(await shell('conda search numpy')).toMatchObject({
      code: 1,
      errors: "conda (stand-in): 'conda search' is not offered by this stand-in for conda\n",
    })
    expect((await shell('conda install -n base')).code).toBe(1)
    expect((await shell('conda remove -n base --all')).errors).toContain('base cannot be removed')
  })
})
