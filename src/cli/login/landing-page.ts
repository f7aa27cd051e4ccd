// Where a browser ends up when somebody has signed in for the command line, in the language that the browser asks for.

import type { ServerResponse } from 'node:http'
import { chooseLanguage } from '../../base/choose-language.ts'
import { speechIn } from '../../base/speech.ts'
import { type LandingSentence, landingWords } from './landing-words.ts'

export type Landing = 'signedIn' | 'notSignedIn' | 'notAsked'

const sentences: Readonly<Record<Landing, readonly [LandingSentence, LandingSentence]>> = {
  signedIn: ['You are signed in', 'Go back to the terminal. You can close this page.'],
  notSignedIn: ['Nobody was signed in', 'The terminal says why. You can close this page.'],
  notAsked: ['Nothing to see here', 'This is not the answer that is waited for.'],
}

const headers = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  vary: 'accept-language',
  connection: 'close',
}

/** Resolves when it has been sent, or the browser has not waited for it. */
export function sendLandingPage(response: ServerResponse, landing: Landing): Promise<void> {
  const { language, text } = speechIn(
    landingWords,
    chooseLanguage({ accepted: response.req.headers['accept-language'] }),
  )
  // Sentences of ours, so nothing needs to be escaped.
  const [title, sentence] = sentences[landing].map((each) => text(each))
  const page = `<!doctype html><html lang="${language}"><meta charset="utf-8"><title>${title}</title><body style="font:16px/1.5 system-ui;max-width:32rem;margin:15vh auto;padding:0 1rem"><h1 style="font-size:1.5rem">${title}</h1><p>${sentence}</p></body></html>`
  return new Promise((resolve) => {
    response.once('close', resolve)
    response.writeHead(landing === 'notAsked' ? 404 : 200, headers).end(page)
  })
}
