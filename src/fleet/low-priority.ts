/** What all of them together are called beside the families of dedicated ones. */
export const lowPriorityFamily = 'lowPriorityCores'

/**
 * Cores of low priority are counted apart from dedicated ones (BA-06), as if they were another engine's: with limits of
 * their own for each family and for all together.
 */
export function lowPriorityLedger(engine: string): string {
  return `${engine}/lowpriority`
}
