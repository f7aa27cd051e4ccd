import { useText } from '../../i18n/use-text.ts'
import { StateMark } from '../../ui/state-mark.tsx'
import type { Compute } from './compute.ts'
import { isUnderWay, toneOf, wordFor } from './compute-state.ts'

export function StateBadge({ compute: { state, errors } }: { readonly compute: Compute }) {
  const text = useText()
  return <StateMark word={text(wordFor(state))} tone={toneOf(state)} isUnderWay={isUnderWay(state)} errors={errors} />
}
