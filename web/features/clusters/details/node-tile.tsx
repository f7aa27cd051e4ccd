import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { useText } from '../../../i18n/use-text.ts'
import { nodeWordFor } from '../cluster-state.ts'
import { useNodeColours } from '../node-colours.ts'
import type { ClusterNode, Entrance } from './part-queries.ts'

/** Pixels. */
export const tileHeight = 128

/** A node in short: what it does, where it is entered, its job or why it cannot be used. */
export function NodeTile(props: {
  readonly node: ClusterNode
  readonly entrance: Entrance | undefined
  /** Its place among all, from 0. */
  readonly index: number
  /** It is the one that Tab comes to. */
  readonly isReached: boolean
  readonly isChosen: boolean
  onChoose(): void
}) {
  const { node, entrance, index, isReached, isChosen, onChoose } = props
  const text = useText()
  const styles = useStyles()
  const colours = useNodeColours()
  const { nodeId, state, job, error } = node
  const jobName = job?.id.split('/').at(-1)
  return (
    <button
      type="button"
      className={mergeClasses(styles.tile, isChosen && styles.chosen)}
      data-tile={index}
      tabIndex={isReached ? 0 : -1}
      aria-pressed={isChosen}
      onClick={onChoose}
    >
      <span className={mergeClasses(styles.edge, colours[state])} aria-hidden="true" />
      <span className={styles.state}>{text(nodeWordFor(state))}</span>
      <span className={styles.name}>{nodeId}</span>
      {entrance !== undefined && <span className={styles.small}>{`${entrance.address}:${entrance.port}`}</span>}
      {jobName !== undefined && <span className={styles.small}>{`${text('Job')} ${jobName}`}</span>}
      {error !== undefined && <span className={mergeClasses(styles.small, styles.error)}>{error.message}</span>}
    </button>
  )
}

const useStyles = makeStyles({
  tile: {
    position: 'relative',
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    gap: '2px',
    width: '100%',
    height: `${tileHeight}px`,
    boxSizing: 'border-box',
    overflow: 'hidden',
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    textAlign: 'left',
    font: 'inherit',
    color: tokens.colorNeutralForeground1,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  chosen: { backgroundColor: tokens.colorNeutralBackground1Selected },
  edge: { position: 'absolute', left: 0, top: 0, bottom: 0, width: '4px' },
  state: { fontWeight: tokens.fontWeightSemibold, fontSize: tokens.fontSizeBase300 },
  name: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200, whiteSpace: 'nowrap' },
  small: {
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground2,
    maxWidth: '100%',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    flexShrink: 0,
  },
  error: { color: tokens.colorNeutralForeground1, whiteSpace: 'normal', flexShrink: 1 },
})
