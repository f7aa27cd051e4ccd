/** The rows of the contract that a text names, such as `CI-44` and `CI-C9`; ranges such as `CI-18…22` in full. */
export function namedRows(text: string): string[] {
  const rows = [...text.matchAll(/\b((?:CI-C?|BA-|PO-))(\d+)(?:…(\d+))?/g)].flatMap(
    ([, kind = '', first = '', last = first]) =>
      Array.from({ length: Number(last) - Number(first) + 1 }, (_, step) => {
        return `${kind}${String(Number(first) + step).padStart(first.length, '0')}`
      }),
  )
  return [...new Set(rows)]
}
