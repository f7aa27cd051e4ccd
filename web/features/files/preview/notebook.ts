// A notebook (nbformat 4), read as what may be shown without running anything: texts and pictures made of pixels. Whatever
// else a program put in it, such as HTML, is named and left out.

export interface Notebook {
  readonly language: string
  readonly cells: readonly Cell[]
}

export interface Cell {
  readonly kind: 'markdown' | 'code' | 'raw'
  readonly source: string
  readonly count: number | undefined
  readonly outputs: readonly Output[]
}

export type Output =
  | { readonly as: 'text'; readonly text: string; readonly isError: boolean }
  /** `address`: a `data:` URL of PNG or JPEG. */
  | { readonly as: 'image'; readonly address: string }
  | { readonly as: 'left-out'; readonly types: readonly string[] }

/** Undefined: the text is no notebook of a kind that is known. */
export function readNotebook(text: string): Notebook | undefined {
  const whole = parsed(text)
  if (!isObject(whole) || !Array.isArray(whole['cells'])) return undefined
  const metadata = isObject(whole['metadata']) ? whole['metadata'] : {}
  const language = isObject(metadata['language_info']) ? joined(metadata['language_info']['name']) : ''
  return { language, cells: whole['cells'].filter(isObject).map(readCell) }
}

type Wire = Readonly<Record<string, unknown>>

function readCell(cell: Wire): Cell {
  const kind = cell['cell_type']
  return {
    kind: kind === 'markdown' || kind === 'code' ? kind : 'raw',
    source: joined(cell['source']),
    count: typeof cell['execution_count'] === 'number' ? cell['execution_count'] : undefined,
    outputs: Array.isArray(cell['outputs']) ? cell['outputs'].filter(isObject).map(readOutput) : [],
  }
}

function readOutput(output: Wire): Output {
  switch (output['output_type']) {
    case 'stream':
      return { as: 'text', text: plain(joined(output['text'])), isError: output['name'] === 'stderr' }
    case 'error':
      return { as: 'text', text: plain(traceback(output)), isError: true }
    default:
      return readBundle(isObject(output['data']) ? output['data'] : {})
  }
}

/** One thing in several forms: the picture where there is one, else the text. */
function readBundle(data: Wire): Output {
  for (const type of ['image/png', 'image/jpeg']) {
    const content = joined(data[type]).replaceAll(/\s/g, '')
    if (content !== '' && /^[A-Za-z0-9+/]+=*$/.test(content))
      return { as: 'image', address: `data:${type};base64,${content}` }
  }
  if ('text/plain' in data) return { as: 'text', text: plain(joined(data['text/plain'])), isError: false }
  return { as: 'left-out', types: Object.keys(data) }
}

function traceback(output: Wire): string {
  const lines = Array.isArray(output['traceback']) ? output['traceback'].map(String) : []
  return lines.length > 0 ? lines.join('\n') : `${joined(output['ename'])}: ${joined(output['evalue'])}`
}

/** Without what colours a terminal, or moves its cursor. */
function plain(text: string): string {
  const esc = '\u001b'
  return text
    .replaceAll(new RegExp(`${esc}\\][^${esc}\u0007]*(?:\u0007|${esc}\\\\)`, 'g'), '')
    .replaceAll(new RegExp(`${esc}(?:\\[[0-?]*[ -/]*[@-~]|[@-Z\\\\-_])`, 'g'), '')
    .replaceAll(esc, '␛')
}

function joined(value: unknown): string {
  if (Array.isArray(value)) return value.map(String).join('')
  return typeof value === 'string' ? value : ''
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Wire {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
