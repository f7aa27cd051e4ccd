import { stripVTControlCharacters } from 'node:util'

/** What a program of somebody's printed, without colours and cursor movements: on a terminal they could say anything. */
export function plainText(text: string): string {
  const lines = stripVTControlCharacters(text).replaceAll(/\r\n?/g, '\n')
  return lines.replaceAll(/\p{Cc}/gu, (control) => (control === '\n' || control === '\t' ? control : ''))
}
