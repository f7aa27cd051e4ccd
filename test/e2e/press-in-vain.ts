// A button that is off and says why: pressed all the same, as a person would.

import type { Locator } from 'playwright-core'

/** Where it stands still and nothing covers it: a press at once would go beside one that moves as its page fills. */
export async function pressInVain(button: Locator, reason: string | RegExp): Promise<void> {
  await button.hover()
  await button.click({ force: true })
  await button.page().getByRole('tooltip', { name: reason }).waitFor()
}
