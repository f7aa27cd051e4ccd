import { Badge, Link, makeStyles, Text, tokens } from '@fluentui/react-components'
import { OpenRegular } from '@fluentui/react-icons'
import { useStudio } from '../../../api/use-studio.ts'
import { useText } from '../../../i18n/use-text.ts'
import { Panel } from '../../../ui/panel.tsx'
import { applicationAddress } from '../application-address.ts'
import type { Application, Compute } from '../compute.ts'
import { reasonAgainstOpening } from '../compute-state.ts'

/** What the image runs and what was brought, each at its own origin; the reason in place of the links when they would be
 *  refused, and of each that failed why. */
export function Applications({ compute }: { readonly compute: Compute }) {
  const text = useText()
  const styles = useStyles()
  const { session } = useStudio()
  const reason = reasonAgainstOpening(compute, session.person.objectId)
  return (
    <Panel title={text('Applications')}>
      {reason !== undefined && <span>{text(reason)}</span>}
      <ul className={styles.list}>
        {compute.applications.map((application) => (
          <li key={application.displayName} className={styles.item}>
            <Name application={application} isOpen={reason === undefined} />
            {application.error !== undefined && <Fault error={application.error} />}
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function Name({ application, isOpen }: { readonly application: Application; readonly isOpen: boolean }) {
  const text = useText()
  const styles = useStyles()
  const { displayName, endpointUri, state = 'Running' } = application
  const note = state === 'Running' || !isOpen ? undefined : text(stateWords[state])
  return (
    <span className={styles.line}>
      {isOpen && state === 'Running' ? (
        <Link href={applicationAddress(endpointUri)} target="_blank" rel="noopener noreferrer">
          {displayName} <OpenRegular aria-hidden="true" />
        </Link>
      ) : (
        <span className={styles.off}>{displayName}</span>
      )}
      {note !== undefined && (
        <Badge appearance="tint" color={state === 'Failed' ? 'danger' : 'informative'}>
          {note}
        </Badge>
      )}
    </span>
  )
}

const stateWords: Readonly<Record<NonNullable<Application['state']>, string>> = {
  Running: 'Running',
  Starting: 'Starting',
  Stopped: 'Stopped',
  Failed: 'Failed',
}

function Fault({ error }: { readonly error: NonNullable<Application['error']> }) {
  return (
    <div>
      <Text weight="semibold">{error.code}</Text> {error.message}
    </div>
  )
}

const useStyles = makeStyles({
  list: { margin: 0, padding: 0, listStyleType: 'none', display: 'grid', gap: tokens.spacingVerticalS },
  item: { overflowWrap: 'anywhere' },
  line: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  off: { color: tokens.colorNeutralForeground3 },
})
