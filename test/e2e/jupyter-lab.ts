// JupyterLab as a person uses it, found by the roles and names it shows.

import type { Page } from 'playwright-core'
import { expect } from 'vitest'

export async function untilLauncher(page: Page): Promise<void> {
  await page.getByRole('tab', { name: 'Launcher' }).waitFor()
}

/** From the launcher, where a kernel's card may say its name twice; answers when the kernel waits for work. */
export async function openNotebook(page: Page, kernel: string | RegExp = 'Python 3 (ipykernel)'): Promise<void> {
  await page.getByRole('button', { name: kernel }).first().click()
  await untilIdle(page)
}

export async function untilIdle(page: Page): Promise<void> {
  await page.getByRole('button', { name: /\| Idle$/ }).waitFor()
}

/** Runs the code in the notebook's last cell and waits until this text, which the code itself does not contain, is shown. */
export async function runCell(page: Page, code: string, output: string | RegExp): Promise<void> {
  const cells = page.getByRole('feed', { name: 'Cells' })
  const before = await cells.getByText(output).count()
  const editor = cells.getByRole('textbox').last()
  await editor.fill(code)
  await editor.press('Shift+Enter')
  await expect.poll(() => cells.getByText(output).count()).toBeGreaterThan(before)
}
