// Pages for requests that lead nowhere: each says why, and what the reader can do.

import { escapeHtml, type Page, page, paragraph } from './page.ts'

/** Only the assigned user opens an instance's apps, whatever anybody's role (CI-107). */
/** `home`: origin of the page that lists what is theirs. */
export function notYoursPage(of: {
  readonly instance: string
  readonly userName: string
  readonly home: string
}): Page {
  const { instance, userName, home } = of
  return page({
    title: `${instance} belongs to someone else`,
    body:
      paragraph(`You are signed in as ${userName}.`) +
      paragraph(
        'Only the person an instance is assigned to may open its apps. No role changes that, not even Owner of the subscription.',
      ) +
      paragraph('Create an instance of your own, or ask to have one created for you.') +
      wayHome(home),
  })
}

export function noSuchAppPage(host: string, home: string): Page {
  return page({
    title: 'Nothing here',
    body: `<p>No instance answers at <strong>${escapeHtml(host)}</strong>. It may have been deleted, or its name is spelt differently.</p>\n${wayHome(home)}`,
  })
}

export function foreignOriginPage(): Page {
  return page({
    title: 'This request came from another page',
    body: paragraph('Apps do not take part in pages of other origins. Open the app in a tab of its own.'),
  })
}

export function serverAwayPage(): Page {
  return page({
    title: 'Carrel is restarting',
    body: paragraph('This page tries again by itself. Apps that are open stay open.'),
    refreshAfter: 2,
  })
}

export function storeAwayPage(): Page {
  return page({
    title: 'Carrel cannot read its database',
    body: paragraph('This page tries again by itself. If it stays, the log of the gateway says why.'),
    refreshAfter: 5,
  })
}

function wayHome(origin: string): string {
  return `<a class="button" href="${escapeHtml(origin)}/">Your instances</a>\n`
}
