// Which of the languages our pages are written in somebody reads best, by what was asked for or what the browser says of
// itself. Both may hold anything: what is not understood is passed over, and what is left is English.

export type Language = 'en' | 'ko' | 'ja' | 'zh'

export interface LanguageWishes {
  /** OIDC's `ui_locales`: tags parted by spaces, the best first. Comes before what the browser says. */
  readonly asked?: unknown
  /** `Accept-Language`: tags with weights. */
  readonly accepted: string | undefined
}

export function chooseLanguage({ asked, accepted = '' }: LanguageWishes): Language {
  const [first] = typeof asked === 'string' ? asked.slice(0, longest).split(' ').flatMap(languageOf) : []
  return first ?? bestOf(accepted.slice(0, longest)) ?? 'en'
}

/** Browsers send less than a tenth of it. */
const longest = 1000

function bestOf(accepted: string): Language | undefined {
  const wishes = accepted.split(',').flatMap((range) => {
    const [, tag = '', weight = '1'] = pattern.exec(range) ?? []
    return languageOf(tag).map((language) => ({ language, weight: Number(weight) }))
  })
  // Stable: of equal ones the first.
  return wishes.filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight)[0]?.language
}

const pattern = /^[ \t]*([a-z0-9-]+)(?:[ \t]*;[ \t]*q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?))?[ \t]*$/i

/** By the language alone, whatever the script and region: Chinese is Chinese here. */
function languageOf(tag: string): Language[] {
  const [primary = ''] = tag.toLowerCase().split('-')
  return known.filter((language) => language === primary)
}

const known: readonly Language[] = ['en', 'ko', 'ja', 'zh']
