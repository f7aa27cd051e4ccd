// The person's language: the one chosen on this browser, else the first of the browser's that there is a catalogue for.
// English sentences are the keys, and `en.json` has what they are for one alone; a test holds that every catalogue has them all.

import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'

export const languages = { en: 'English', ko: '한국어', ja: '日本語', zh: '中文' } as const
export type Language = keyof typeof languages

const key = 'carrel.language'
const catalogues: Readonly<Record<Language, () => Promise<{ readonly default: Record<string, string> }>>> = {
  en: () => import('./en.json'),
  ko: () => import('./ko.json'),
  ja: () => import('./ja.json'),
  zh: () => import('./zh.json'),
}

export async function startLanguage(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'en',
    resources: { en: { translation: {} } },
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
  })
  await showIn(wantedLanguage())
}

export function currentLanguage(): Language {
  return i18next.language as Language
}

export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(key, language)
  await showIn(language)
}

async function showIn(language: Language): Promise<void> {
  const { default: catalogue } = await catalogues[language]()
  i18next.addResourceBundle(language, 'translation', catalogue, true, true)
  await i18next.changeLanguage(language)
  document.documentElement.lang = language
}

function wantedLanguage(): Language {
  const wanted = [localStorage.getItem(key), ...navigator.languages].map((each) => each?.slice(0, 2).toLowerCase())
  return wanted.find((each): each is Language => each !== undefined && each in languages) ?? 'en'
}
