// Makes the pictures of the documentation from the running product: `node test/e2e/pictures.ts`.

import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { startProduct } from '../support/product.ts'
import { firstSteps } from './first-steps.ts'
import { untilIdle, untilLauncher } from './jupyter-lab.ts'
import { openBrowser, signIn } from './open-browser.ts'

const folder = fileURLToPath(new URL('../../docs/images/', import.meta.url))

await using product = await startProduct([])
await using browser = await openBrowser()
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
const link = product.facts.instance?.jupyterUrl ?? ''
const path = `cloudfiles/code/Users/${product.facts.admin.userName}/first-steps.ipynb`
await page.goto(link)
await signIn(page, { userName: product.facts.admin.userName, password: product.password })
await untilLauncher(page)
await writeNotebook(page, path)
await page.goto(`${link}/tree/${path}`)
await untilIdle(page)
await page.getByRole('menuitem', { name: 'Run' }).click()
await page.getByRole('menuitem', { name: 'Run All Cells', exact: true }).click()
await page.getByText('[3]:').last().waitFor()
await page.keyboard.press('Control+s')
await page.getByText('Saving completed').waitFor()
await page.mouse.move(1000, 780)
await page.screenshot({ path: `${folder}jupyterlab.png` })

/** Through Jupyter's own contents API, as the page would. */
async function writeNotebook(page: Page, path: string): Promise<void> {
  const cookies = await page.context().cookies()
  const token = cookies.find(({ name }) => name === '_xsrf')?.value ?? ''
  const status = await page.evaluate(
    async ({ path, body, token }) => {
      const headers = { 'content-type': 'application/json', 'x-xsrftoken': token }
      return (await fetch(`/api/contents/${path}`, { method: 'PUT', headers, body })).status
    },
    { path, token, body: JSON.stringify({ type: 'notebook', format: 'json', content: firstSteps }) },
  )
  if (status >= 300) throw new Error(`the notebook was not written: ${status}`)
}
