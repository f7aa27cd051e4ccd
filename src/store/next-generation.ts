import type { Actor } from './records.ts'
import type { ResourceRow } from './tables.ts'

/**
 * The row with a change accepted, due at once. The lease is kept: whoever works on the row finishes first, and its settle
 * sees that the generation has moved.
 */
export function nextGeneration(
  previous: ResourceRow,
  { at, actor }: { readonly at: number; readonly actor: Actor },
): ResourceRow {
  return {
    ...previous,
    generation: previous.generation + 1,
    revision: previous.revision + 1,
    failure: null,
    modified_at: at,
    modified_by: JSON.stringify(actor),
    due_at: at,
    attempts: 0,
  }
}
