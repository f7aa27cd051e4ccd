// Which paths there are. Names are bytes to the kernel and stay as they came: nothing is normalised, folded, decoded or
// trimmed, so no two spellings meet and no check can be passed in one form and used in another.

import { ConfinedPathError } from './confined-path-error.ts'

/** Bytes of UTF-8 in one name and in all of them joined; names in one path. */
export const pathLimits = { name: 255, depth: 64, total: 4096 } as const

/** Throws unless every component is a plain name. No components at all is the folder itself. */
export function checkPath(path: readonly string[]): void {
  if (path.includes('..')) throw new ConfinedPathError('Outside', path)
  const isTooLong = path.length > pathLimits.depth || bytes(path.join('/')) > pathLimits.total
  if (isTooLong || !path.every(isName)) throw new ConfinedPathError('InvalidName', path)
}

function isName(component: string): boolean {
  return (
    component !== '' &&
    component !== '.' &&
    !/[/\0]/.test(component) &&
    // Half a surrogate pair would become U+FFFD on its way to the kernel: another name than the one that was checked.
    component.isWellFormed() &&
    bytes(component) <= pathLimits.name
  )
}

function bytes(text: string): number {
  return Buffer.byteLength(text, 'utf8')
}
