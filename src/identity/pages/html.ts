// HTML from templates in which every inserted text is escaped; only other templates go in as they are.

export interface Html {
  readonly markup: string
}

type Inserted = string | number | Html | readonly Html[] | undefined

export function html(texts: TemplateStringsArray, ...inserted: readonly Inserted[]): Html {
  const parts = texts.map((text, index) => text + render(inserted[index]))
  return { markup: parts.join('') }
}

/** What is in English whatever the page's language: errors' own words. */
export function inEnglish(text: string): Html {
  return html`<span lang="en">${text}</span>`
}

/** A sentence in pieces, of which some are markup. */
export function phrase(pieces: readonly (string | Html)[]): Html[] {
  return pieces.map((piece) => (typeof piece === 'string' ? html`${piece}` : piece))
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
