// What one person, group or program may do at a scope, and because of which roles.

import { Badge, makeStyles, Spinner, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useStudio } from '../../api/use-studio.ts'
import { useText } from '../../i18n/use-text.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { Panel } from '../../ui/panel.tsx'
import { plainList } from '../../ui/plain-list.ts'
import { type Assignment, assignmentsQuery } from './access-queries.ts'
import { PrincipalField } from './principal-field.tsx'
import type { Principal } from './principals-query.ts'
import { scopeTitle } from './scope.ts'
import { questions, type Role, type Verdict, verdictOn } from './verdicts.ts'

const objectIdForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

export interface CheckTabProps {
  readonly scope: string
  readonly roles: readonly Role[]
  readonly principals: readonly Principal[] | null
  readonly who: string
  onWho(objectId: string): void
}

export function CheckTab({ scope, roles, principals, who, onWho }: CheckTabProps) {
  const { arm } = useStudio()
  const text = useText()
  const isNamed = objectIdForm.test(who)
  const { data, error, refetch } = useQuery({ ...assignmentsQuery(arm, scope, who), enabled: isNamed })
  return (
    <>
      <Panel title={text('Whose access?')}>
        <PrincipalField label={text('Who')} principals={principals} value={who} onChange={onWho} />
      </Panel>
      {!isNamed && (
        <EmptyState
          title={text('Nobody is chosen yet')}
          hint={text('Choose somebody to see what they may do here, and which role or group lets them.')}
        />
      )}
      {error !== null && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {isNamed && data === undefined && error === null && <Spinner label={text('Looking')} />}
      {isNamed && data !== undefined && (
        <>
          <Panel title={text('Roles that count here')}>
            <Effective assignments={data} {...{ roles, principals, who }} />
          </Panel>
          <Panel title={text('What they may do')}>
            <Verdicts held={heldOf(data, roles)} />
          </Panel>
        </>
      )}
    </>
  )
}

function heldOf(assignments: readonly Assignment[], roles: readonly Role[]): readonly Role[] {
  return assignments.flatMap(({ roleId }) => roles.filter(({ id }) => id === roleId))
}

function Effective(
  props: Pick<CheckTabProps, 'roles' | 'principals' | 'who'> & { readonly assignments: readonly Assignment[] },
) {
  const { assignments, roles, principals, who } = props
  const text = useText()
  const styles = useStyles()
  if (assignments.length === 0) return <span>{text('No role counts here for them.')}</span>
  return (
    <ul className={styles.list}>
      {assignments.map(({ id, roleId, principalId, scope }) => {
        const role = roles.find((each) => each.id === roleId)?.name ?? roleId
        const group = principals?.find(({ objectId }) => objectId === principalId)?.name ?? principalId
        const { sentence, name } = scopeTitle(scope)
        const place = text(sentence, { name })
        return (
          <li key={id} className={styles.role}>
            <strong>{role}</strong> {text('given at {{place}}', { place })}{' '}
            {principalId !== who && text('to the group {{group}}', { group })}
          </li>
        )
      })}
    </ul>
  )
}

function Verdicts({ held }: { readonly held: readonly Role[] }) {
  const text = useText()
  const styles = useStyles()
  return (
    <ul className={styles.list} aria-label={text('What they may do')}>
      {questions.map((question) => {
        const verdict = verdictOn(question, held)
        return (
          <li key={question.label} className={styles.line}>
            <Badge className={styles.badge} appearance="tint" color={verdict.isAllowed ? 'success' : 'danger'}>
              {verdict.isAllowed ? text('Yes') : text('No')}
            </Badge>
            <span className={styles.answer}>
              <strong>{text(question.label)}</strong>
              <span className={styles.reason}>{reasonOf(verdict, text)}</span>
            </span>
          </li>
        )
      })}
      <li className={styles.line}>
        <Badge className={styles.badge} appearance="tint" color="informative">
          {text('Own')}
        </Badge>
        <span className={styles.answer}>
          <strong>{text('Open applications')}</strong>
          <span className={styles.reason}>
            {text('Of instances assigned to them alone: no role opens those of others.')}
          </span>
        </span>
      </li>
    </ul>
  )
}

function reasonOf(
  { isAllowed, roles, missing = '' }: Verdict,
  text: (sentence: string, values?: Record<string, string>) => string,
): string {
  const names = roles.join(', ')
  if (isAllowed) return text('As {{roles}}.', { roles: names })
  return names === ''
    ? text('No role here gives {{action}}.', { action: missing })
    : text('{{roles}} leaves out {{action}}.', { roles: names, action: missing })
}

const useStyles = makeStyles({
  list: plainList,
  line: {
    display: 'grid',
    gridTemplateColumns: 'max-content minmax(0, 1fr)',
    gap: tokens.spacingHorizontalM,
    alignItems: 'start',
  },
  answer: { display: 'flex', flexWrap: 'wrap', columnGap: tokens.spacingHorizontalM, '> *': { minWidth: 0 } },
  role: { overflowWrap: 'anywhere' },
  badge: { minWidth: '3rem' },
  reason: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere', minWidth: 0 },
})
