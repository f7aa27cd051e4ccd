import { makeStyles, tokens } from '@fluentui/react-components'
import type { EventPhase } from '../api/event-queries.ts'
import { useText } from '../i18n/use-text.ts'
import { durationText } from './duration-text.ts'

/** Where the time of a start went: each phase as wide as it took, at least a little, and below it what each is. */
export function PhaseBar({ phases }: { readonly phases: readonly EventPhase[] }) {
  const text = useText()
  const styles = useStyles()
  return (
    <div className={styles.whole}>
      <div className={styles.bar} aria-hidden="true">
        {phases.map(({ name, startedAt, durationMs }) => (
          <span
            key={`${name} ${startedAt}`}
            className={styles.phase}
            style={{ flexGrow: Math.max(durationMs ?? 0, 50) }}
          />
        ))}
      </div>
      <ol className={styles.names} aria-label={text('Phases')}>
        {phases.map(({ name, startedAt, durationMs }) => (
          <li key={`${name} ${startedAt}`}>
            {text(phaseWords[name] ?? name)}
            {durationMs !== undefined && <span className={styles.time}> {durationText(durationMs)}</span>}
          </li>
        ))}
      </ol>
    </div>
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
  whole: { display: 'grid', gap: tokens.spacingVerticalXXS },
  bar: { display: 'flex', gap: '2px', width: '100%' },
  phase: {
    minWidth: '0.5rem',
    height: '0.5rem',
    flexBasis: 0,
    // A colour of the system's own where it paints over all others.
    borderTop: `0.5rem solid ${tokens.colorBrandStroke1}`,
    ':nth-child(even)': { borderTopColor: tokens.colorBrandStroke2 },
  },
  names: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: `0 ${tokens.spacingHorizontalM}`,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
    fontSize: tokens.fontSizeBase200,
  },
  time: { color: tokens.colorNeutralForeground3, whiteSpace: 'nowrap' },
})
