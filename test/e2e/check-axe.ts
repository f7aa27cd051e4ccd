// What a page lacks for people who do not see it or use no mouse, as axe-core finds it.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Found {
  readonly violations: readonly {
    readonly id: string
    readonly impact: string | null
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[]
  }[]
}

/** Until nothing fades or slides that comes to an end: words on their way in have no contrast yet. */
const still = `(async () => {
  const isMoving = () => document.getAnimations().some((each) => Number.isFinite(each.effect?.getComputedTiming().endTime))
  for (let left = 120; left > 0 && isMoving(); left--) await new Promise(requestAnimationFrame)
})()`

/** One line for each serious or critical finding; none is what a page should have. */
export async function seriousFaults(page: Page): Promise<string[]> {
  // Nor does anything begin to fade while axe looks.
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.evaluate(still)
  // Through the debugger, which the page's own policy does not bind.
  await page.evaluate(`${source}; undefined`)
  // Fluent's focus guards pass the focus on as soon as they have it; nobody stays on one.
  const run = 'axe.run({ exclude: ["[data-tabster-dummy]"] }, { resultTypes: ["violations"] })'
  const found = (await page.evaluate(run)) as Found
  return found.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary ?? ''}`),
    )
}
