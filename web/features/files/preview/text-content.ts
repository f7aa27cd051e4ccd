// A text file as an editor holds it, and back to bytes: what the editor cannot keep (line breaks of Windows, a mark at the
// beginning) is put back, so that saving changes nothing but what was changed.

export interface TextContent {
  /** With `\n` between lines. */
  readonly text: string
  readonly hasMark: boolean
  readonly lineBreak: '\n' | '\r\n'
  /** It mixes kinds of line breaks, which an editor would make one: it is only shown. */
  readonly isMixed: boolean
}

/** Undefined: these bytes are no text. */
export function textContent(bytes: Uint8Array): TextContent | undefined {
  if (bytes.includes(0)) return undefined
  const whole = decoded(bytes)
  if (whole === undefined) return undefined
  const hasMark = whole.startsWith('\uFEFF')
  const raw = hasMark ? whole.slice(1) : whole
  const [pairs, feeds, returns] = [/\r\n/g, /\n/g, /\r/g].map((kind) => raw.match(kind)?.length ?? 0) as [
    number,
    number,
    number,
  ]
  const isMixed = returns > pairs || (pairs > 0 && feeds > pairs)
  return {
    text: raw.replaceAll(/\r\n?/g, '\n'),
    hasMark,
    lineBreak: pairs > 0 && !isMixed ? '\r\n' : '\n',
    isMixed,
  }
}

export function bytesOf(
  text: string,
  { hasMark, lineBreak }: Pick<TextContent, 'hasMark' | 'lineBreak'>,
): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${hasMark ? '\uFEFF' : ''}${text.replaceAll('\n', lineBreak)}`)
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}
