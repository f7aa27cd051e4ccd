import { useText } from '../../i18n/use-text.ts'
import { StateMark } from '../../ui/state-mark.tsx'
import type { Cluster } from './cluster.ts'
import { isUnderWay, stateOf, toneOf, wordFor } from './cluster-state.ts'

export function StateBadge({ cluster }: { readonly cluster: Cluster }) {
  const text = useText()
  const state = stateOf(cluster)
  return (
    <StateMark
      word={text(wordFor(state))}
      tone={toneOf(state)}
      isUnderWay={isUnderWay(state)}
      errors={cluster.errors}
    />
  )
}
