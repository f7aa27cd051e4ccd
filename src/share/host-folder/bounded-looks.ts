// Looks at folders of the host that may never answer, such as those of a file server that is away. A look that hangs keeps
// a thread of the process for as long; so there are never more than a few, and nobody waits for one.

import { HostFolderFault } from './host-folder-fault.ts'

const patienceMs = 5_000
/** Of the four threads that all file access of the process goes through. */
const maxHanging = 2

export class BoundedLooks {
  readonly #patienceMs: number
  readonly #hanging = new Map<string, Promise<unknown>>()

  constructor(options: { readonly patienceMs?: number } = {}) {
    this.#patienceMs = options.patienceMs ?? patienceMs
  }

  /** What `look` answers. Throws HostFolderFault when that takes too long, or an earlier look at the path still goes on. */
  async at<T>(path: string, look: () => Promise<T>): Promise<T> {
    if (this.#hanging.has(path) || this.#hanging.size >= maxHanging) throw silent(path)
    const looking = look()
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        const forgotten = looking.catch(() => undefined).finally(() => this.#hanging.delete(path))
        this.#hanging.set(path, forgotten)
        reject(silent(path))
      }, this.#patienceMs)
    })
    try {
      return await Promise.race([looking, late])
    } finally {
      clearTimeout(timer)
    }
  }
}

function silent(path: string): HostFolderFault {
  return new HostFolderFault(
    'HostFolderDoesNotAnswer',
    `What '${path}' lies on does not answer.`,
    'See whether the file server or disk it lies on is there: Carrel looks again every few seconds.',
  )
}
