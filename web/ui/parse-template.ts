// Reads a template as it is written for Azure: JSON with comments and with strings over several lines. A fault has its
// place in the text that was given.

export type Parsed =
  | { readonly value: Readonly<Record<string, unknown>> }
  | { readonly fault: string; readonly line: number }

export function parseTemplate(text: string): Parsed {
  const { json, grown } = plainJson(text)
  try {
    const value: unknown = JSON.parse(json)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return { value: value as Record<string, unknown> }
    }
    return { fault: 'It is JSON, but no object.', line: 1 }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const [, position] = /position (\d+)/.exec(message) ?? []
    const place = position === undefined ? json.length : Number(position)
    const before = grown.filter((at) => at < place).length
    return { fault: message, line: text.slice(0, place - before).split('\n').length }
  }
}

/** `grown`: where a character was added. Everything else keeps its place. */
function plainJson(text: string): { readonly json: string; readonly grown: readonly number[] } {
  const tokens = /"(?:[^"\\]|\\[\s\S])*"|\/\/[^\n]*|\/\*[\s\S]*?\*\/|,(?=\s*[}\]])/g
  const grown: number[] = []
  let added = 0
  const json = text.replace(tokens, (token, at: number) => {
    if (!token.startsWith('"')) return token.replaceAll(/[^\n]/g, ' ')
    return token.replaceAll(/\r?\n|\t/g, (blank, inner: number) => {
      const written = JSON.stringify(blank).slice(1, -1)
      for (let more = blank.length; more < written.length; more++) grown.push(at + inner + added++)
      return written
    })
  })
  return { json, grown }
}
