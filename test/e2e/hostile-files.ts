// Files whose names and contents would run something in a page that shows them carelessly. What did, sets the marker.

/** A name of `window` that nothing but such content sets. */
export const marker = 'hostileContentRan'

const run = `window.${marker}=1`
const picture = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const svg = `<svg xmlns="http://www.w3.org/2000/svg" onload="${run}"><script>${run}</script></svg>`

const notebook = {
  nbformat: 4,
  nbformat_minor: 5,
  metadata: {},
  cells: [
    {
      cell_type: 'markdown',
      source: `# <img src=x onerror="${run}">\n[a link](javascript:${run}) <b>bold</b> ![](https://elsewhere.example/x.png)`,
    },
    {
      cell_type: 'code',
      execution_count: 1,
      source: `</pre><script>${run}</script>`,
      outputs: [
        shown({ 'text/html': `<script>${run}</script><table></table>` }),
        shown({ 'image/svg+xml': svg }),
        shown({ 'application/javascript': run, 'text/plain': `<iframe src="javascript:${run}">` }),
        shown({ 'image/png': `x" onerror="${run}` }),
        shown({ 'image/png': picture }),
        { output_type: 'stream', name: 'stdout', text: '\u001b]0;owned\u0007\u001b[31mred\u001b[0m\u001b[2J' },
        { output_type: 'error', ename: 'E', evalue: '', traceback: [`\u001b[1m<img src=x onerror=${run}>\u001b[0m`] },
      ],
    },
  ],
}

interface HostileFile {
  readonly name: string
  readonly mimeType: string
  readonly buffer: Buffer
  /** What a person reads once it is open; undefined: the file as it is, to edit. */
  readonly shows?: string
}

export const hostileFiles: readonly HostileFile[] = [
  file(`<img src=x onerror=${run}>.txt`, 'plain'),
  file(`javascript:${run}`, 'plain'),
  file('page.html', `<script>${run}</script>`),
  file('drawing.svg', svg),
  file('drawing.png', svg, 'This picture cannot be shown'),
  file('broken.ipynb', `{"cells": "<script>${run}</script>"}`, 'This is no notebook of a version that is known here'),
  file('hostile.ipynb', JSON.stringify(notebook), 'Not shown here: text/html.'),
  file('bytes.bin', '\0\u0001', 'This is no text'),
]

function file(name: string, content: string, shows?: string): HostileFile {
  const buffer = Buffer.from(content)
  return { name, mimeType: 'application/octet-stream', buffer, ...(shows === undefined ? {} : { shows }) }
}

function shown(data: Readonly<Record<string, string>>) {
  return { output_type: 'display_data', metadata: {}, data }
}
