// In which language a page of the server speaks: the one its request asks for, by OIDC's `ui_locales` or as browsers do.
// A sentence has to be in `words/ko.ts`, and then in the others, before a page can say it.

import type { IncomingHttpHeaders } from 'node:http'
import { chooseLanguage, type Language } from '../../base/choose-language.ts'
import { type PlainSentence, type Speech, speechIn } from '../../base/speech.ts'
import { ja } from './words/ja.ts'
import { ko } from './words/ko.ts'
import { zh } from './words/zh.ts'

export type PageSentence = keyof typeof ko
export type PlainPageSentence = PlainSentence<PageSentence>
export type PageSpeech = Speech<PageSentence>

/** `uiLocales`: as the client that asks for the sign-in sent it, whatever that is. */
export function pageSpeech({ headers }: { readonly headers: IncomingHttpHeaders }, uiLocales?: unknown): PageSpeech {
  return pageSpeechIn(chooseLanguage({ asked: uiLocales, accepted: headers['accept-language'] }))
}

export function pageSpeechIn(language: Language): PageSpeech {
  return speechIn<PageSentence>({ ko, ja, zh }, language)
}
