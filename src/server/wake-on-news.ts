// What a reconcile hopes to hear of sooner than by asking again. Hints only: the row's own time to look again finds whatever
// is missed here.

import type { Clock } from '../base/clock.ts'
import type { ReconcileContext } from '../control/reconcile.ts'
import type { Store } from '../store/store.ts'

export interface NewsOptions {
  readonly store: Pick<Store, 'wake'>
  readonly clock: Clock
  nudge(): void
}

export function wakeOnNews({ store, clock, nudge }: NewsOptions): Pick<ReconcileContext, 'wakeOn'> {
  const awaited = new Set<string>()
  return {
    wakeOn(key, name, news) {
      if (awaited.has(name)) return
      awaited.add(name)
      const heard = async () => {
        // Whoever is woken may wait for the next.
        awaited.delete(name)
        await store.wake([key], clock.now())
        nudge()
      }
      news()
        .then(heard)
        .catch(() => awaited.delete(name))
    },
  }
}
