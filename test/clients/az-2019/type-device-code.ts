import type { Browser } from 'playwright-core'
import { signIn } from '../../e2e/open-browser.ts'

/** What a person does at the page that a command line names: the code, their name and password, in a browser that knows nobody. */
export async function typeDeviceCode(
  browser: Browser,
  { address, code }: { readonly address: string; readonly code: string },
  person: { readonly userName: string; readonly password: string },
): Promise<void> {
  const context = await browser.newContext()
  try {
    const page = await context.newPage()
    await page.goto(address)
    await page.getByLabel('Code').fill(code)
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByRole('button', { name: 'Continue to sign in' }).click()
    await signIn(page, person)
    await page.getByRole('heading', { name: 'All done' }).waitFor()
  } finally {
    await context.close()
  }
}
