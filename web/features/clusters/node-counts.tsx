import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { useText } from '../../i18n/use-text.ts'
import type { Counts } from './cluster.ts'
import { nodeStates, nodeWordFor } from './cluster-state.ts'
import { useNodeColours } from './node-colours.ts'

/** How many nodes there are of each state, in words and as a bar of squares. */
export function NodeCounts({ counts }: { readonly counts: Counts }) {
  const text = useText()
  const styles = useStyles()
  const colours = useNodeColours()
  const present = nodeStates.filter((state) => counts[state] > 0)
  if (present.length === 0) return <span className={styles.none}>{text('No nodes')}</span>
  return (
    <span className={styles.counts}>
      {present.map((state) => (
        <span key={state} className={styles.count}>
          <span className={mergeClasses(styles.dot, colours[state])} aria-hidden="true" />
          {`${counts[state]} ${text(nodeWordFor(state)).toLocaleLowerCase()}`}
        </span>
      ))}
    </span>
  )
}

const useStyles = makeStyles({
  none: { color: tokens.colorNeutralForeground3 },
  counts: { display: 'flex', flexWrap: 'wrap', columnGap: tokens.spacingHorizontalM },
  count: { display: 'inline-flex', alignItems: 'center', gap: tokens.spacingHorizontalXS, whiteSpace: 'nowrap' },
  dot: { width: '0.625rem', height: '0.625rem', borderRadius: '2px', flexShrink: 0 },
})
