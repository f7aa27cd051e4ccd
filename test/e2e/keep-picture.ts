// Keeps what a test sees as a picture of the documentation, where `CARREL_PICTURES` names the folder; else nothing is written.

import { join } from 'node:path'
import type { Page } from 'playwright-core'

export interface Picture {
  readonly height: number
  readonly colours: 'light' | 'dark'
}

/** From its top, when colours have faded into one another; what turns for ever is not waited for. */
const settled = `(async () => {
  document.querySelector('main').scrollTop = 0
  for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame)
  const fading = document.getAnimations().filter((each) => each instanceof CSSTransition)
  await Promise.allSettled(fading.map(({ finished }) => finished))
})()`

/** As `NAME.png`. The page is again as it was afterwards. */
export async function keepPicture(page: Page, name: string, { height, colours }: Picture): Promise<void> {
  const before = page.viewportSize() ?? { width: 1280, height: 900 }
  await page.setViewportSize({ width: 1280, height })
  await page.emulateMedia({ colorScheme: colours, reducedMotion: 'reduce' })
  await page.mouse.move(1270, height - 10)
  await page.evaluate(settled)
  const folder = process.env['CARREL_PICTURES']
  await page.screenshot(folder === undefined ? {} : { path: join(folder, `${name}.png`) })
  await page.emulateMedia({ colorScheme: null, reducedMotion: null })
  await page.setViewportSize(before)
}
