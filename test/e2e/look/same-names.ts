// Buttons that one who hears the page cannot tell from each other: several of one name.

import type { Page } from 'playwright-core'

/** One line for each name that several have. */
export async function sameNames(page: Page): Promise<readonly string[]> {
  const buttons = (await page.locator('#main').ariaSnapshot()).match(/- (?:button|link) "(?:[^"\\]|\\.)*"/g) ?? []
  const names = buttons.map((each) => each.slice(2))
  return [...new Set(names)].flatMap((name) => {
    const count = names.filter((each) => each === name).length
    return count === 1 ? [] : [`${count} times ${name}`]
  })
}
