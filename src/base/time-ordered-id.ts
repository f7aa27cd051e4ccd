import { randomUUID } from 'node:crypto'

/** A UUID of version 7: those of one moment lie beside each other in an index, and thousands are written as few pages. */
export function timeOrderedId(at: number): string {
  const time = at.toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8, 12)}-7${randomUUID().slice(15)}`
}
