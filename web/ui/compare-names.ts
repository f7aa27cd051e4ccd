const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

/** In the order people count in: `desk-2` before `desk-10`. */
export function compareNames(a: string, b: string): number {
  return collator.compare(a, b)
}
