import { useTranslation } from 'react-i18next'

/** The English sentence is the key; `{{name}}` in it is filled in. */
export function useText(): (sentence: string, values?: Readonly<Record<string, string | number>>) => string {
  const { t } = useTranslation()
  return (sentence, values) => t(sentence, values ?? {})
}
