// A whole day in the web application, by visible labels alone and without an address typed but the first: a machine is made,
// opened, scheduled, stopped and deleted; a cluster is made, a job submitted and its log read. What is seen on the way are the
// pictures of README.md and of the guide: CARREL_PICTURES=docs/images npx vitest run --project e2e test/e2e/studio-whole-day.test.ts

import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Product, startProduct } from '../support/product.ts'
import { seriousFaults } from './check-axe.ts'
import { keepPicture } from './keep-picture.ts'
import { middayZone } from './midday-zone.ts'
import { hasBrowser, openBrowser, signIn } from './open-browser.ts'

/** It ends when it is told to: until then its node shows it. */
const training = `for epoch in $(seq 1 60); do
  echo "epoch $epoch/60  loss 0.$((90 - epoch))  accuracy 0.$((35 + epoch))"
  sleep 0.2
done
until [ -e "$AZ_BATCHAI_JOB_MOUNT_ROOT/output/go" ]; do sleep 0.1; done
echo "saved $AZ_BATCHAI_JOB_MOUNT_ROOT/output/model.bin"`

describe.skipIf(!hasBrowser())('a whole day in the web application', () => {
  let product: Product
  let browser: Browser
  let page: Page
  const faults: string[] = []

  beforeAll(async () => {
    product = await startProduct()
    browser = await openBrowser()
    page = await browser.newPage({
      ...{ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' },
      timezoneId: middayZone(),
    })
    page.on('pageerror', (error) => faults.push(error.message))
  })
  afterAll(async () => {
    await browser?.close()
    await product?.[Symbol.asyncDispose]()
  })

  test('CI-24, CI-53: signs in, and makes a machine that stops by itself in the evening', async () => {
    await page.goto(`http://carrel.localhost:${product.port + 1}/studio/`)
    await signIn(page, { userName: product.facts.admin.userName, password: product.password })
    await page.getByRole('button', { name: 'Create one' }).click()
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('vision')
    await page.getByRole('radio', { name: 'STANDARD_D2S_V3' }).check()
    await page.getByRole('button', { name: 'Schedules' }).click()
    await page.getByRole('button', { name: 'Add a stop' }).click()
    await page.getByRole('group', { name: 'Schedule 1' }).getByLabel('Time', { exact: true }).fill('19:30')
    await page.getByRole('button', { name: 'Create', exact: true }).click()
    await page.getByRole('heading', { name: 'vision', exact: true }).waitFor()
    await page.getByText('Running', { exact: true }).first().waitFor()
  })

  test('CI-105: opens JupyterLab on it, and edits its schedules', async () => {
    const [lab] = await Promise.all([
      page.context().waitForEvent('page'),
      page.getByRole('link', { name: 'Jupyter Lab' }).click(),
    ])
    await lab.getByText('Launcher').first().waitFor()
    await lab.close()
    await page.getByRole('button', { name: 'Edit schedules' }).click()
    await page.getByRole('button', { name: 'Add a start' }).click()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('list', { name: 'What comes next' }).getByText('Start').first().waitFor()
    await keepPicture(page, 'studio-instance', { height: 900, colours: 'dark' })
  })

  test('BA-18, BA-30: makes a cluster in a workspace of its own', async () => {
    await page.getByRole('link', { name: 'Clusters', exact: true }).click()
    await page.getByRole('button', { name: 'New', exact: false }).first().click()
    await page.getByRole('heading', { name: 'New cluster' }).waitFor()
    await page.getByLabel('Batch AI workspace').selectOption({ label: 'A new one' })
    await page.getByLabel('Workspace name').fill('lab')
    await page.getByLabel('In the group').selectOption({ label: product.facts.resourceGroup })
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('pool')
    await page.getByRole('radio', { name: 'STANDARD_D1_V2', exact: true }).check()
    await page.getByLabel('Password').fill('a long secret of mine')
    await page.getByRole('button', { name: 'Create', exact: true }).click()
    await page.getByRole('heading', { name: 'pool', exact: true }).waitFor()
  })

  test('BA-38, PO-07: submits a job and reads its log while it runs', async () => {
    await page.getByRole('link', { name: 'Jobs', exact: true }).click()
    await page.getByRole('button', { name: 'Submit a job' }).click()
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('train')
    await page.getByLabel('Command').fill(training)
    await page.getByRole('button', { name: 'Make a file server for it' }).click()
    await page.getByRole('button', { name: 'Make a file server for it' }).waitFor({ state: 'hidden' })
    await page.getByRole('button', { name: 'Submit', exact: true }).click()
    await page.getByRole('heading', { name: 'train', exact: true }).waitFor()
    await page.getByRole('log').getByText('epoch 20/60', { exact: false }).waitFor()
    await keepPicture(page, 'studio-job', { height: 820, colours: 'light' })
    expect(await seriousFaults(page)).toEqual([])
    await page.getByRole('link', { name: 'pool', exact: true }).click()
    await page.getByRole('heading', { name: 'pool', exact: true }).waitFor()
    await page.getByRole('list', { name: 'Nodes' }).getByRole('button').first().click()
    const job = page.getByRole('link', { name: 'train', exact: true })
    await job.waitFor()
    await keepPicture(page, 'studio-cluster', { height: 900, colours: 'light' })
    await job.click()
    const shares = join(product.data, 'volumes', 'shares')
    for (const share of await readdir(shares)) await writeFile(join(shares, share, 'go'), '')
    await page.getByRole('log').getByText('saved ', { exact: false }).waitFor()
    await page.getByText('Succeeded', { exact: true }).first().waitFor()
  })

  test('CI-104: makes another machine, stops the first and deletes both', async () => {
    await page.getByRole('link', { name: 'Compute instances' }).click()
    await page.getByRole('button', { name: 'New', exact: true }).click()
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('thesis')
    await page.getByRole('radio', { name: 'STANDARD_DS1_V2' }).check()
    await page.getByRole('button', { name: 'Create', exact: true }).click()
    await page.getByRole('heading', { name: 'thesis', exact: true }).waitFor()
    await page.getByText('Running', { exact: true }).first().waitFor()
    await page.getByRole('link', { name: 'Compute instances' }).click()
    await page.getByRole('checkbox', { name: 'Select vision' }).check()
    await keepPicture(page, 'studio-list', { height: 560, colours: 'light' })
    await page.getByRole('button', { name: 'Stop', exact: true }).click()
    await page.getByText('Stopped', { exact: true }).first().waitFor()
    await page.getByRole('checkbox', { name: 'Select vision' }).check()
    await page.getByRole('checkbox', { name: 'Select all' }).check()
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('heading', { name: 'No compute instance yet' }).waitFor()
    expect(faults).toEqual([])
  })
})
