import { makeStyles, Tooltip, tokens } from '@fluentui/react-components'
import type { EventPhase } from '../api/event-queries.ts'
import { useText } from '../i18n/use-text.ts'

/** Where the time of a start went: each phase as wide as it took, at least a little. */
export function PhaseBar({ phases }: { readonly phases: readonly EventPhase[] }) {
  const text = useText()
  const styles = useStyles()
  return (
    <ol className={styles.bar} aria-label={text('Phases')}>
      {phases.map(({ name, startedAt, durationMs }) => {
        const word = text(phaseWords[name] ?? name)
        const words = durationMs === undefined ? word : `${word} ${(durationMs / 1000).toFixed(1)} s`
        return (
          <Tooltip key={`${name} ${startedAt}`} content={words} relationship="label">
            <li className={styles.phase} style={{ flexGrow: Math.max(durationMs ?? 0, 50) }}>
              <span className={styles.name}>{word}</span>
            </li>
          </Tooltip>
        )
      })}
    </ol>
  )
}

const phaseWords: Readonly<Record<string, string>> = {
  preparing: 'Preparing',
  creating: 'Creating',
  starting: 'Starting',
  settingUp: 'Setting up',
  creationScript: 'Creation script',
  startupScript: 'Start-up script',
  stopping: 'Stopping',
  removing: 'Deleting',
}

const useStyles = makeStyles({
  bar: { display: 'flex', gap: '2px', margin: 0, padding: 0, listStyleType: 'none', width: '100%' },
  phase: {
    minWidth: '0.5rem',
    flexBasis: 0,
    overflow: 'hidden',
    backgroundColor: tokens.colorBrandBackground2,
    borderTop: `3px solid ${tokens.colorBrandStroke1}`,
    padding: `0 ${tokens.spacingHorizontalXS}`,
  },
  name: { fontSize: tokens.fontSizeBase100, whiteSpace: 'nowrap', color: tokens.colorNeutralForeground1 },
})
