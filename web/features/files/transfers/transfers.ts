// Uploads and downloads under way, a few at a time. They belong to the open tab and not to a page of it: they go on while
// other pages are looked at.

export interface Transfer {
  readonly id: number
  readonly kind: 'upload' | 'download'
  /** What it is to the person: a path. */
  readonly name: string
  readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'canceled'
  /** Bytes; undefined: nobody knows before the end. */
  readonly total: number | undefined
  readonly done: number
  readonly error: Error | undefined
}

/** What a transfer has to work with. */
export interface TransferTools {
  readonly signal: AbortSignal
  /** Replace what has its name. */
  readonly overwrite: boolean
  tell(progress: { readonly done: number; readonly total?: number }): void
}

type Work = (tools: TransferTools) => Promise<void>

const mostAtOnce = 3

export class Transfers {
  #all: readonly Transfer[] = []
  #nextId = 1
  readonly #works = new Map<number, { readonly work: Work; readonly abort: AbortController; overwrite: boolean }>()
  readonly #listeners = new Set<() => void>()

  /** The same array until something changes; newest last. */
  readonly all = (): readonly Transfer[] => this.#all

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  add(what: Pick<Transfer, 'kind' | 'name' | 'total'>, work: Work): void {
    const id = this.#nextId++
    this.#works.set(id, { work, abort: new AbortController(), overwrite: false })
    this.#show([...this.#all, { ...what, id, state: 'waiting', done: 0, error: undefined }])
    this.#begin()
  }

  cancel(id: number): void {
    this.#works.get(id)?.abort.abort()
    this.#change(id, { state: 'canceled' })
    this.#begin()
  }

  /** One that failed, from where it ended. `overwrite`: now in place of what has its name. */
  again(id: number, { overwrite }: { readonly overwrite: boolean }): void {
    const known = this.#works.get(id)
    if (known === undefined) return
    this.#works.set(id, { work: known.work, abort: new AbortController(), overwrite: overwrite || known.overwrite })
    this.#change(id, { state: 'waiting', error: undefined })
    this.#begin()
  }

  /** Shows no more what has come to an end. */
  clear(): void {
    const left = this.#all.filter(({ state }) => state === 'waiting' || state === 'running')
    for (const { id } of this.#all) if (!left.some((each) => each.id === id)) this.#works.delete(id)
    this.#show(left)
  }

  #begin(): void {
    const running = this.#all.filter(({ state }) => state === 'running').length
    const waiting = this.#all.filter(({ state }) => state === 'waiting')
    for (const { id } of waiting.slice(0, Math.max(0, mostAtOnce - running))) void this.#run(id)
  }

  async #run(id: number): Promise<void> {
    const known = this.#works.get(id)
    if (known === undefined) return
    const { work, abort, overwrite } = known
    const isCurrent = () => this.#works.get(id) === known && !abort.signal.aborted
    this.#change(id, { state: 'running' })
    try {
      await work({
        signal: abort.signal,
        overwrite,
        tell: (progress) => isCurrent() && this.#change(id, progress),
      })
      if (isCurrent()) this.#change(id, { state: 'done' })
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown))
      if (isCurrent()) this.#change(id, { state: 'failed', error })
    }
    this.#begin()
  }

  #change(id: number, part: Partial<Transfer>): void {
    this.#show(this.#all.map((each) => (each.id === id ? { ...each, ...part } : each)))
  }

  #show(all: readonly Transfer[]): void {
    this.#all = all
    for (const listener of this.#listeners) listener()
  }
}
