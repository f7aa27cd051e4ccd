import type { Page } from 'playwright-core'

/** What of a page runs out of the window to the side, where nothing around it can be scrolled; and whether all of it can be. */
export async function tooWide(page: Page): Promise<readonly string[]> {
  return page.evaluate<string[]>(find)
}

const find = `(() => {
  const main = document.querySelector('#main')
  const scrolls = (element) => /auto|scroll|hidden/.test(getComputedStyle(element).overflowX)
  const isHeld = (element) => {
    for (let above = element.parentElement; above && above !== main; above = above.parentElement)
      if (scrolls(above)) return true
    return false
  }
  const words = (element) => element.tagName + ' ' + (element.textContent || '').slice(0, 40)
  const out = [...main.querySelectorAll('*')].filter((element) => {
    const { width, right } = element.getBoundingClientRect()
    return width > 0 && right > innerWidth + 1 && !isHeld(element)
  })
  const whole = [document.documentElement, main].filter((element) => element.scrollWidth > element.clientWidth + 1)
  return [...out.slice(0, 5).map(words), ...whole.map(({ tagName }) => tagName + ' scrolls to the side')]
})()`
