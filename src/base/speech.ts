// What pages say, in one language. English sentences are the keys of the catalogues, so one that no catalogue has does not
// compile, nor does one whose places are not filled in. What a page shows as its own words it takes as `Said`.

import type { Language } from './choose-language.ts'

declare const said: unique symbol

/** Came out of a catalogue. */
export type Said = string & { readonly [said]: true }

/** By the English sentence; `{name}` in it is filled in. */
export type Catalogue<Sentence extends string> = Readonly<Record<Sentence, string>>
export type Catalogues<Sentence extends string> = Readonly<Record<Exclude<Language, 'en'>, Catalogue<Sentence>>>

type PlacesIn<Sentence> = Sentence extends `${string}{${infer Place}}${infer Rest}` ? Place | PlacesIn<Rest> : never
type Filling<Sentence, Value> = Readonly<Record<PlacesIn<Sentence>, Value>>

/** Those with nothing to fill in, for tables of them. */
export type PlainSentence<Sentence extends string> = Sentence extends `${string}{${string}` ? never : Sentence

export interface Speech<Sentence extends string> {
  readonly language: Language
  readonly text: <One extends Sentence>(
    sentence: One,
    ...values: [PlacesIn<One>] extends [never] ? [] : [Filling<One, string | number>]
  ) => Said
  /** The sentence in pieces, in order, where what is filled in is more than text. */
  readonly pieces: <One extends Sentence, Values extends Filling<One, object>>(
    sentence: One,
    values: Values,
  ) => readonly (Said | Values[keyof Values])[]
}

export function speechIn<Sentence extends string>(
  catalogues: Catalogues<Sentence>,
  language: Language,
): Speech<Sentence> {
  const translated = (sentence: Sentence): string => (language === 'en' ? sentence : catalogues[language][sentence])
  return {
    language,
    text: (sentence, ...values) => filled(translated(sentence), values[0] ?? {}).join('') as Said,
    pieces: <Values extends object>(sentence: Sentence, values: Values) =>
      filled(translated(sentence), values as Readonly<Record<string, Values[keyof Values]>>) as (
        | Said
        | Values[keyof Values]
      )[],
  }
}

/** What is filled in is never looked at for places of its own. */
function filled<Value>(sentence: string, values: Readonly<Record<string, Value>>): (string | Value)[] {
  // Every other part is the name of a place.
  return sentence.split(/\{(\w+)\}/).map((part, index) => {
    if (index % 2 === 0) return part
    const value = values[part]
    if (value === undefined) throw new Error(`Nothing is given for {${part}} in '${sentence}'`)
    return value
  })
}
