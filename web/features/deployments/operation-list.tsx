import { Badge, makeStyles, tokens } from '@fluentui/react-components'
import { useText } from '../../i18n/use-text.ts'
import { plainList } from '../../ui/plain-list.ts'
import type { Operation } from './deployment-queries.ts'
import { shownDuration, stateWord, toneOf } from './deployment-state.ts'
import { FaultNote } from './fault-note.tsx'

/** What was begun, in its order, with what each step came to. */
export function OperationList({
  operations,
  isLive,
}: {
  readonly operations: readonly Operation[]
  readonly isLive: boolean
}) {
  const text = useText()
  const styles = useStyles()
  if (operations.length === 0) return <span>{isLive ? text('It is about to begin.') : text('No step was begun.')}</span>
  return (
    <ol className={styles.list} aria-label={text('Steps')}>
      {operations.map(({ operationId, properties }) => {
        const { targetResource, provisioningState: state, provisioningOperation, duration, statusMessage } = properties
        return (
          <li key={operationId} className={styles.item}>
            <div className={styles.line}>
              <Badge className={styles.state} appearance="tint" color={toneOf(state)}>
                {text(stateWord(state))}
              </Badge>
              <span className={styles.words}>
                <strong className={styles.word}>{targetResource.resourceName}</strong>
                <span className={styles.type}>{targetResource.resourceType}</span>
                {provisioningOperation === 'Delete' && <Badge color="danger">{text('Delete')}</Badge>}
              </span>
              <span className={styles.took}>{shownDuration(duration)}</span>
            </div>
            {statusMessage?.error !== undefined && <FaultNote fault={statusMessage.error} />}
          </li>
        )
      })}
    </ol>
  )
}

const useStyles = makeStyles({
  list: plainList,
  item: { display: 'grid', gap: tokens.spacingVerticalXS, minWidth: 0 },
  line: {
    display: 'grid',
    gridTemplateColumns: '6.5rem minmax(0, 1fr) max-content',
    columnGap: tokens.spacingHorizontalM,
    alignItems: 'start',
    '@media (max-width: 48rem)': { gridTemplateColumns: 'minmax(0, 1fr) max-content' },
  },
  state: { justifySelf: 'start' },
  words: {
    display: 'flex',
    flexWrap: 'wrap',
    columnGap: tokens.spacingHorizontalM,
    '> *': { minWidth: 0 },
    // Below state and time, from edge to edge.
    '@media (max-width: 48rem)': { order: 1, gridColumn: '1 / -1' },
  },
  took: { color: tokens.colorNeutralForeground3, fontVariantNumeric: 'tabular-nums' },
  word: { overflowWrap: 'anywhere' },
  type: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
})
