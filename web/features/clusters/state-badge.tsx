import { Badge, makeStyles, Spinner, Tooltip } from '@fluentui/react-components'
import { useText } from '../../i18n/use-text.ts'
import type { Cluster } from './cluster.ts'
import { isUnderWay, stateOf, toneOf, wordFor } from './cluster-state.ts'

/** The state in a word and a colour, and why where something is wrong. */
export function StateBadge({ cluster }: { readonly cluster: Cluster }) {
  const text = useText()
  const styles = useStyles()
  const state = stateOf(cluster)
  const badge = (
    <Badge
      appearance="tint"
      color={toneOf(state)}
      className={styles.badge}
      icon={isUnderWay(state) ? <Spinner size="extra-tiny" aria-hidden="true" /> : null}
    >
      {text(wordFor(state))}
    </Badge>
  )
  const [first] = cluster.errors
  if (first === undefined) return badge
  return (
    <Tooltip content={first.message} relationship="description">
      <span>{badge}</span>
    </Tooltip>
  )
}

const useStyles = makeStyles({ badge: { whiteSpace: 'nowrap' } })
