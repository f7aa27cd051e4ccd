// The pages of a full workplace, each as its address and what to press there first.

import type { Page } from 'playwright-core'
import type { Workplace } from './full-workplace.ts'

export interface PageToLookAt {
  readonly name: string
  /** Below `/studio`. */
  readonly path: string
  readonly press?: (page: Page) => Promise<void>
}

/** `.fui-…` are Fluent's own names: what is written on a button differs by language. */
export function pagesToLookAt({ group, workspace, batch, ...names }: Workplace): readonly PageToLookAt[] {
  const [subscription, lab] = [group.split('/')[2], group.split('/')[4]]
  const [ml, batchName] = [workspace.split('/').at(-1), batch.split('/').at(-1)]
  const [w, g] = [`/w/${subscription}/${lab}/${ml}`, `/g/${subscription}/${lab}`]
  const cluster = (name: string) => `/clusters/at/batch/${subscription}/${lab}/${batchName}/${name}`
  const job = (name: string) => `${g}/jobs/at/${batchName}/${names.longExperiment}/${name}`
  const like = encodeURIComponent(`${batch}/experiments/${names.longExperiment}/jobs/${names.longJob}`)
  return [
    { name: 'instances', path: `${w}/compute` },
    { name: 'instances-none', path: `${w}/compute?find=nowhere` },
    { name: 'instance-question', path: `${w}/compute`, press: askToDelete },
    { name: 'instance-new', path: `${w}/compute/new`, press: unfold },
    { name: 'instance', path: `${w}/compute/an-instance-with-24-char` },
    { name: 'instance-failed', path: `${w}/compute/create-failed` },
    { name: 'instance-gone', path: `${w}/compute/gone` },
    { name: 'clusters', path: '/clusters' },
    { name: 'cluster-new', path: '/clusters/new', press: unfold },
    { name: 'cluster', path: cluster(names.longCluster) },
    { name: 'cluster-empty', path: cluster('none') },
    { name: 'cluster-ml', path: `/clusters/at/ml/${subscription}/${lab}/${ml}/aml-cluster` },
    { name: 'file-servers', path: '/clusters/file-servers' },
    { name: 'jobs', path: `${g}/jobs` },
    { name: 'job-new', path: `${g}/jobs/new?like=${like}`, press: unfold },
    { name: 'job', path: job(names.longJob) },
    { name: 'job-waiting', path: job('waiting-29') },
    { name: 'job-failed', path: job('failed') },
    { name: 'files', path: `${w}/files` },
    { name: 'notebook', path: `${w}/files?file=hostile.ipynb` },
    { name: 'text', path: `${w}/files?file=page.html` },
    { name: 'workspaces', path: '/workspaces' },
    { name: 'people', path: '/people' },
    { name: 'access', path: '/access' },
    { name: 'policies', path: `${g}/policies` },
    { name: 'connect', path: '/connect' },
    { name: 'quota', path: `${w}/quota` },
    { name: 'sizes', path: `${w}/sizes` },
    { name: 'activity', path: `${w}/activity` },
    { name: 'settings', path: '/settings' },
    { name: 'deployments', path: `${g}/deployments` },
    { name: 'deployments-none', path: `/s/${subscription}/deployments` },
    { name: 'deployment-new', path: `${g}/deployments/new` },
    { name: 'deployment', path: `${g}/deployments/at/${names.longDeployment}` },
    { name: 'deployment-failed', path: `${g}/deployments/at/failed` },
    { name: 'jobs-none', path: `/g/${subscription}/nothing/jobs` },
    { name: 'policies-none', path: `/g/${subscription}/nothing/policies` },
    { name: 'nowhere', path: '/nowhere/at/all' },
  ]
}

/** The last of what can be done with what is selected. */
async function askToDelete(page: Page): Promise<void> {
  await page.locator('tbody input[type=checkbox]').first().check()
  await page.locator('main section').first().waitFor()
  await page.locator('main .fui-Button:has(+ section), main div:has(+ section) .fui-Button').last().click()
  await page.getByRole('alertdialog').waitFor()
}

/** Everything that is folded away. */
async function unfold(page: Page): Promise<void> {
  const folded = page.locator('.fui-AccordionHeader__button[aria-expanded=false]')
  await page.locator('.fui-AccordionHeader__button').first().waitFor()
  while ((await folded.count()) > 0) await folded.first().click()
}
