// HTML from templates in which every inserted text is escaped; only other templates go in as they are.

export interface Html {
  readonly markup: string
}

type Inserted = string | number | Html | readonly Html[] | undefined

export function html(texts: TemplateStringsArray, ...inserted: readonly Inserted[]): Html {
  const parts = texts.map((text, index) => text + render(inserted[index]))
  return { markup: parts.join('') }
}

/** For markup that a library has made and escaped. */
export function trustedHtml(markup: string): Html {
  return { markup }
}

function render(value: Inserted): string {
  if (value === undefined) return ''
  if (typeof value === 'object') return 'markup' in value ? value.markup : value.map((each) => each.markup).join('')
  return String(value).replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`)
}
