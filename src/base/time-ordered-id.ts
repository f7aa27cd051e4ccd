import { randomUUID } from 'node:crypto'

const most = 0x1000000
let made = 0

/**
 * A UUID of version 7: those of one moment lie beside each other in an index, and thousands are written as few pages. Those
 * of one process stand there in the order in which it made them.
 */
export function timeOrderedId(at: number): string {
  const time = Math.floor(at).toString(16).padStart(12, '0')
  made = (made + 1) % most
  const count = made.toString(16).padStart(6, '0')
  const order = `7${count.slice(0, 3)}-8${count.slice(3)}`
  return `${time.slice(0, 8)}-${time.slice(8)}-${order}-${randomUUID().slice(24)}`
}
