import type { Tags } from '../../arm/wire.ts'

/**
 * `merge`: the given ones are added or changed. `replace`: they are all there is. `delete`: those with the same name and
 * value go. Names are compared without regard to case and keep the spelling of who wrote last.
 */
export function changeTags(tags: Tags, operation: 'merge' | 'replace' | 'delete', given: Tags): Tags {
  if (operation === 'replace') return given
  const named = new Map(Object.entries(given).map(([name, value]) => [name.toLowerCase(), value]))
  const untouched = Object.entries(tags).filter(([name, value]) => {
    const other = named.get(name.toLowerCase())
    return operation === 'merge' ? other === undefined : other !== value
  })
  return operation === 'merge' ? { ...Object.fromEntries(untouched), ...given } : Object.fromEntries(untouched)
}
