// CI-70: what a set-up script has done is there for the user of the instance afterwards: in a notebook's kernel, in
// JupyterLab, and where they sign in. One script does all that such scripts are written for, without a package index.

import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { browse } from '../support/browser-session.ts'
import { type Kernel, openKernel } from '../support/kernel.ts'
import { type Product, startProduct } from '../support/product.ts'
import { isRoot, skipUnlessRoot } from '../support/root.ts'
import { type SetupSteps, setupSteps } from '../support/setup-steps.ts'

const name = 'all-uses'
const script = `#!/bin/bash
set -e
# A tool, and variables and proxies for everything that runs here.
printf '#!/bin/sh\\necho tool of %s\\n' "$1" > /usr/local/bin/own-tool && chmod 755 /usr/local/bin/own-tool
printf 'OWN_VARIABLE="set up"\\nhttp_proxy=http://proxy.example:3128\\n' >> /etc/environment
# Data, brought to the disk that the size decides.
mkdir -p /mnt/data && cp data.txt /mnt/data/ && chown -R azureuser: /mnt/data
sudo -u azureuser -i <<'EOF'
set -e
ln -s /mnt/data ~/data
# A package.
mkdir -p /tmp/own && cd /tmp/own
printf 'from setuptools import setup\\nsetup(name="carrel-own", version="1.0", py_modules=["carrel_own"])\\n' > setup.py
echo 'answer = 42' > carrel_own.py
pip install --no-index --no-build-isolation .
# An environment with a kernel of its own.
python -m venv ~/envs/own
python -c 'import site; print(site.getsitepackages()[0])' > ~/envs/own/lib/python3.11/site-packages/base.pth
~/envs/own/bin/python -m ipykernel install --user --name own --display-name 'Python (own)'
# A repository, and who commits.
git config --global user.name Ana && git config --global user.email ana@example.org
git init -q /tmp/origin && cd /tmp/origin && echo hi > a && git add a && git commit -q -m first
git clone -q file:///tmp/origin ~/repository
# An extension of JupyterLab.
own=~/.local/share/jupyter/labextensions/own-extension
mkdir -p $own/static
echo '{"name":"own-extension","version":"1.0.0","jupyterlab":{"_build":{"load":"static/remoteEntry.js","extension":"./extension"}}}' > $own/package.json
echo 'var own={init:()=>{},get:()=>Promise.resolve(()=>({}))}' > $own/static/remoteEntry.js
EOF
`

let product: Product
let at: SetupSteps
skipUnlessRoot()

async function inKernel<T>(work: (kernel: Kernel) => Promise<T>, kernelspec?: string): Promise<T> {
  await using kernel = await openKernel(product, name, kernelspec)
  return await work(kernel)
}
const shell = async (command: string) => (await inKernel((kernel) => kernel.shell(command))).trim()

async function fromLab(path: string): Promise<string> {
  const label = `${name}-lab`
  const url = new URL(path, `http://${label}.localhost:${product.port + 1}`)
  return (await browse(url, { cookie: await product.signIn(label) })).text
}

describe.runIf(isRoot)('CI-70: after the set-up script', () => {
  beforeAll(async () => {
    product = await startProduct()
    at = setupSteps(product)
    const folder = join(at.shareFolder, 'Users/ana')
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'set-up.sh'), script)
    await writeFile(join(folder, 'data.txt'), 'brought along')
    const creationScript = {
      scriptSource: 'workspaceStorage',
      scriptData: 'Users/ana/set-up.sh',
      scriptArguments: 'Ana',
    }
    await at.put(name, { creationScript })
    const { state } = await at.untilOver(name)
    if (state !== 'Running') throw new Error(await at.logOf(name))
  })
  afterAll(() => product?.[Symbol.asyncDispose]())

  test('a notebook imports the package', async () => {
    expect(await inKernel((kernel) => kernel.run('import carrel_own; print(carrel_own.answer)'))).toBe('42\n')
  })

  test('a notebook has the tool, the data, the repository and the name that commits', async () => {
    expect(await shell('own-tool; cat ~/data/data.txt; echo; git -C ~/repository log --format=%an')).toBe(
      'tool of Ana\nbrought along\nAna',
    )
  })

  test('the kernel is in the list, and runs in its environment', async () => {
    const { kernelspecs } = JSON.parse(await fromLab('/api/kernelspecs'))
    expect(kernelspecs.own.spec).toMatchObject({ display_name: 'Python (own)', language: 'python' })
    const prefix = await inKernel((kernel) => kernel.run('import sys; print(sys.prefix)'), 'own')
    expect(prefix).toBe('/home/azureuser/envs/own\n')
  })

  test('JupyterLab loads the extension', async () => {
    const [, config = '{}'] = /<script id="jupyter-config-data"[^>]*>(.*?)<\/script>/s.exec(await fromLab('/lab')) ?? []
    const { federated_extensions: extensions } = JSON.parse(config)
    expect(extensions).toContainEqual(expect.objectContaining({ name: 'own-extension' }))
  })

  test('variables and proxies are there in notebooks from the next start on, and all the rest is still there', async () => {
    await at.act(name, 'restart')
    await product.untilState(name, 'Running')
    expect(await shell('printenv OWN_VARIABLE http_proxy')).toBe('set up\nhttp://proxy.example:3128')
    expect(await shell('own-tool; cat ~/data/data.txt')).toBe('tool of Ana\nbrought along')
    expect(await inKernel((kernel) => kernel.run('import carrel_own; print(carrel_own.answer)'))).toBe('42\n')
  })
})
