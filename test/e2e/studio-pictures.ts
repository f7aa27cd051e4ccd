// Makes the pictures of Studio for the documentation from the running product: `node test/e2e/studio-pictures.ts`.

import { fileURLToPath } from 'node:url'
import { startProduct } from '../support/product.ts'
import { openBrowser, signIn } from './open-browser.ts'

const folder = fileURLToPath(new URL('../../docs/images/', import.meta.url))
const weekly = (action: string, hour: number) => ({
  action,
  triggerType: 'Recurrence',
  recurrence: {
    frequency: 'Week',
    interval: 1,
    timeZone: 'UTC',
    schedule: { hours: [hour], minutes: [0], weekDays: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'] },
  },
})

await using product = await startProduct()
await using browser = await openBrowser()
await product.createInstance('vision', {
  schedules: { computeStartStop: [weekly('Start', 9), weekly('Stop', 18)] },
})
await product.createInstance('survey-2026', { schedules: { computeStartStop: [weekly('Stop', 20)] } })
await product.createInstance('thesis')
await product.client.call('POST', `${product.computeId('thesis')}/stop?api-version=2024-10-01`)
await product.untilState('thesis', 'Stopped')

const page = await browser.newPage({ viewport: { width: 1280, height: 640 } })
await page.goto(`http://carrel.localhost:${product.port + 1}/studio/`)
await signIn(page, { userName: product.facts.admin.userName, password: product.password })
await page.getByRole('link', { name: 'thesis' }).waitFor()
await page.getByRole('checkbox', { name: 'Select vision' }).check()
await page.mouse.move(900, 600)
await page.screenshot({ path: `${folder}studio-list.png` })
await page.getByRole('link', { name: 'vision' }).click()
await page.getByRole('list', { name: 'What comes next' }).waitFor()
await page.getByText('preparing').first().waitFor()
await page.emulateMedia({ colorScheme: 'dark' })
await page.mouse.move(1270, 630)
await page.setViewportSize({ width: 1280, height: 900 })
// Colours fade into one another.
await page.waitForTimeout(500)
await page.screenshot({ path: `${folder}studio-instance.png` })
