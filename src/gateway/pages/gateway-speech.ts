// What pages of the gateway say, in the languages of the sign-in pages. A sentence has to be in `words/ko.ts`, and then in
// the others, before a page can say it.

import type { Language } from '../../base/choose-language.ts'
import { type PlainSentence, type Speech, speechIn } from '../../base/speech.ts'
import { ja } from './words/ja.ts'
import { ko } from './words/ko.ts'
import { zh } from './words/zh.ts'

export type GatewaySentence = keyof typeof ko
export type PlainGatewaySentence = PlainSentence<GatewaySentence>
export type GatewaySpeech = Speech<GatewaySentence>

export function gatewaySpeech(language: Language): GatewaySpeech {
  return speechIn<GatewaySentence>({ ko, ja, zh }, language)
}
