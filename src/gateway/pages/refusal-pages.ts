// Pages for requests that lead nowhere: each says why, and what the reader can do.

import type { GatewaySpeech } from './gateway-speech.ts'
import { escapeHtml, type PageIn, page, paragraph } from './page.ts'

/** Only the assigned user opens an instance's apps, whatever anybody's role (CI-107). */
/** `home`: origin of the page that lists what is theirs. */
export function notYoursPage(of: {
  readonly instance: string
  readonly userName: string
  readonly home: string
}): PageIn {
  const { instance, userName, home } = of
  return page((speech) => ({
    title: speech.text('{instance} belongs to someone else', { instance }),
    body:
      paragraph(speech.text('You are signed in as {name}.', { name: userName })) +
      paragraph(
        speech.text(
          'Only the person an instance is assigned to may open its apps. No role changes that, not even Owner of the subscription.',
        ),
      ) +
      paragraph(speech.text('Create an instance of your own, or ask to have one created for you.')) +
      wayHome(home, speech),
  }))
}

export function noSuchAppPage(host: string, home: string): PageIn {
  return page((speech) => {
    const pieces = speech.pieces(
      'No instance answers at {host}. It may have been deleted, or its name is spelt differently.',
      { host: { strong: host } },
    )
    const body = pieces.map((piece) =>
      typeof piece === 'string' ? escapeHtml(piece) : `<strong>${escapeHtml(piece.strong)}</strong>`,
    )
    return { title: speech.text('Nothing here'), body: `<p>${body.join('')}</p>\n${wayHome(home, speech)}` }
  })
}

export function foreignOriginPage(): PageIn {
  return page(({ text }) => ({
    title: text('This request came from another page'),
    body: paragraph(text('Apps do not take part in pages of other origins. Open the app in a tab of its own.')),
  }))
}

export function serverAwayPage(): PageIn {
  return page(({ text }) => ({
    title: text('Carrel is restarting'),
    body: paragraph(text('This page tries again by itself. Apps that are open stay open.')),
    refreshAfter: 2,
  }))
}

export function storeAwayPage(): PageIn {
  return page(({ text }) => ({
    title: text('Carrel cannot read its database'),
    body: paragraph(text('This page tries again by itself. If it stays, the log of the gateway says why.')),
    refreshAfter: 5,
  }))
}

function wayHome(origin: string, { text }: GatewaySpeech): string {
  return `<a class="button" href="${escapeHtml(origin)}/">${escapeHtml(text('Your instances'))}</a>\n`
}
