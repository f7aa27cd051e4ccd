import { describe, expect, test } from 'vitest'
import { readNotebook } from './notebook.ts'

const cell = (outputs: readonly unknown[]) => ({
  cell_type: 'code',
  source: ['a = 1\n', 'a'],
  execution_count: 1,
  outputs,
})
const outputsOf = (...outputs: unknown[]) =>
  readNotebook(JSON.stringify({ nbformat: 4, metadata: {}, cells: [cell(outputs)] }))?.cells[0]?.outputs

describe('a notebook', () => {
  test('is its cells, with the lines of each together', () => {
    const text = JSON.stringify({
      nbformat: 4,
      metadata: { language_info: { name: 'python' } },
      cells: [{ cell_type: 'markdown', source: '# Title' }, cell([])],
    })
    expect(readNotebook(text)).toEqual({
      language: 'python',
      cells: [
        { kind: 'markdown', source: '# Title', count: undefined, outputs: [] },
        { kind: 'code', source: 'a = 1\na', count: 1, outputs: [] },
      ],
    })
  })

  test('shows the text and the picture of an output, and names what it leaves out', () => {
    expect(
      outputsOf(
        { output_type: 'display_data', data: { 'image/png': 'aGk=\n', 'text/plain': '<Figure>' } },
        { output_type: 'execute_result', data: { 'text/html': '<script>x()</script>', 'text/plain': ['4', '2'] } },
        { output_type: 'display_data', data: { 'text/html': '<b>', 'image/svg+xml': '<svg onload=x()>' } },
      ),
    ).toEqual([
      { as: 'image', address: 'data:image/png;base64,aGk=' },
      { as: 'text', text: '42', isError: false },
      { as: 'left-out', types: ['text/html', 'image/svg+xml'] },
    ])
  })

  test('takes no picture that is anything but base64', () => {
    expect(outputsOf({ output_type: 'display_data', data: { 'image/png': 'x" onerror="y()' } })).toEqual([
      { as: 'left-out', types: ['image/png'] },
    ])
  })

  test('shows what was printed without what colours a terminal or names its window', () => {
    const text = '\u001b[31mred\u001b[0m \u001b]0;title\u0007\u001b[2Jend\u001b'
    expect(outputsOf({ output_type: 'stream', name: 'stderr', text })).toEqual([
      { as: 'text', text: 'red end␛', isError: true },
    ])
    expect(outputsOf({ output_type: 'error', ename: 'E', evalue: 'v', traceback: ['\u001b[1mE\u001b[0m: v'] })).toEqual(
      [{ as: 'text', text: 'E: v', isError: true }],
    )
  })

  test.each(['', 'null', '[]', '{"cells": 1}', '{"worksheets": []}', '<html>'])('is not %j', (text) => {
    expect(readNotebook(text)).toBeUndefined()
  })

  test('may hold anything in the wrong place without harm', () => {
    const text = JSON.stringify({ cells: [null, 1, { cell_type: {}, source: [{}], outputs: [null, { data: [] }] }] })
    expect(readNotebook(text)?.cells).toEqual([
      { kind: 'raw', source: '[object Object]', count: undefined, outputs: [{ as: 'left-out', types: [] }] },
    ])
  })
})
