// What was met while files were collected: how much, what was left out and why, and by which name a file with several was
// met first.

import type { Stats } from 'node:fs'

export class FilesSeen {
  count = 0
  bytes = 0
  readonly #names = new Map<string, string>()
  readonly #left = { name: [] as string[], special: [] as string[], changed: [] as string[] }

  file(size: number): void {
    this.count += 1
    this.bytes += size
  }

  leftOut(name: string, why: 'name' | 'special'): void {
    this.#left[why].push(name)
  }

  /** It became shorter while it was read. */
  changed(name: string): void {
    if (this.#left.changed.at(-1) !== name) this.#left.changed.push(name)
  }

  /** The name it was met by before; else it is remembered by this one. Files with one name are not. */
  otherName({ dev, ino, nlink }: Stats, name: string): string | undefined {
    if (nlink < 2) return undefined
    const id = `${dev}:${ino}`
    const earlier = this.#names.get(id)
    if (earlier === undefined) this.#names.set(id, name)
    return earlier
  }

  /** Sentences about what is not in the archive as it is on disk. */
  remarks(): string[] {
    const { name, special, changed } = this.#left
    return [
      ...remark(name, 'left out, because their names are no UTF-8 or their paths too long'),
      ...remark(special, 'left out, because they are sockets, fifos or devices'),
      ...remark(changed, 'became shorter while they were read'),
    ]
  }
}

function remark(names: readonly string[], what: string): string[] {
  if (names.length === 0) return []
  const shown = names.slice(0, 3).join(', ')
  return [`${names.length} ${what}: ${shown}${names.length > 3 ? ', …' : ''}`]
}
