// The kernels beside Python's own, in a browser: R, and the one that stands in for Azure's azureml_py38.

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { type Product, startProduct } from '../support/product.ts'
import { openNotebook, runCell, untilLauncher } from './jupyter-lab.ts'
import { hasBrowser, openBrowser, signIn } from './open-browser.ts'

describe.skipIf(!hasBrowser())('kernels in JupyterLab', () => {
  let product: Product
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    product = await startProduct([])
    browser = await openBrowser()
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    await page.goto(product.facts.instance?.jupyterUrl ?? '')
    await signIn(page, { userName: product.facts.admin.userName, password: product.password })
    await untilLauncher(page)
  })
  afterAll(async () => {
    await browser?.close()
    await product?.[Symbol.asyncDispose]()
  })

  test('CI-07: an R cell runs, keeps what it was told, and may install packages', async () => {
    await openNotebook(page, /^(R )?R$/)
    await runCell(page, "kept <- 6 * 7; cat('six times seven is', kept)", 'six times seven is 42')
    await runCell(page, "cat(R.version$language, 'still has', kept)", 'R still has 42')
    await runCell(
      page,
      "cat('library', c('closed', 'writable')[2 + file.access(.libPaths()[1], 2)])",
      'library writable',
    )
  })

  test('CI-77: the stand-in for azureml_py38 is offered by a name that says so, and runs in its environment', async () => {
    await page.goto(`${new URL(page.url()).origin}/lab?reset`)
    await untilLauncher(page)
    await openNotebook(page, /Python 3\.8 - AzureML \(stand-in: Python 3\.\d+\)$/)
    await runCell(page, "import sys; print('in', sys.prefix)", 'in /anaconda/envs/azureml_py38')
    await runCell(
      page,
      '!echo packages go to $(dirname $(which pip))',
      'packages go to /anaconda/envs/azureml_py38/bin',
    )
  })
})
