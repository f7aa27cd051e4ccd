import { Link, makeStyles, tokens } from '@fluentui/react-components'
import { OpenRegular } from '@fluentui/react-icons'
import { useStudio } from '../../../api/use-studio.ts'
import { useText } from '../../../i18n/use-text.ts'
import { Panel } from '../../../ui/panel.tsx'
import type { Compute } from '../compute.ts'
import { reasonAgainstOpening } from '../compute-state.ts'

/** What the image runs, each at its own origin; the reason in place of the links when they would be refused. */
export function Applications({ compute }: { readonly compute: Compute }) {
  const text = useText()
  const styles = useStyles()
  const { session } = useStudio()
  const reason = reasonAgainstOpening(compute, session.person.objectId)
  return (
    <Panel title={text('Applications')}>
      {reason !== undefined && <span>{text(reason)}</span>}
      <ul className={styles.list}>
        {compute.applications.map(({ displayName, endpointUri }) => (
          <li key={displayName}>
            {reason === undefined ? (
              <Link href={safeAddress(endpointUri)} target="_blank" rel="noopener noreferrer">
                {displayName} <OpenRegular aria-hidden="true" />
              </Link>
            ) : (
              <span className={styles.off}>{displayName}</span>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  )
}

/** An application's address is a web address or none. */
function safeAddress(address: string): string | undefined {
  return /^https?:\/\//.test(address) ? address : undefined
}

const useStyles = makeStyles({
  list: { margin: 0, padding: 0, listStyleType: 'none', display: 'grid', gap: tokens.spacingVerticalS },
  off: { color: tokens.colorNeutralForeground3 },
})
