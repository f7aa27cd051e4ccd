import { Badge, makeStyles, tokens } from '@fluentui/react-components'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { apiVersions } from '../../api/api-versions.ts'
import { useStudio } from '../../api/use-studio.ts'
import { useText } from '../../i18n/use-text.ts'
import { ActionButton } from '../../ui/action-button.tsx'
import { type Confirmation, ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { plainList } from '../../ui/plain-list.ts'
import { ShortList } from '../../ui/short-list.tsx'
import {
  type PolicyAssignment,
  type PolicyDefinition,
  type PolicyFault,
  type PolicySet,
  titleOf,
} from './policy-queries.ts'

export interface AssignmentListProps {
  readonly scope: string
  readonly assignments: readonly PolicyAssignment[]
  readonly definitions: readonly (PolicyDefinition | PolicySet)[]
  readonly faults: readonly PolicyFault[]
}

/** The policies that bind a scope, each with how much is at fault; those given there can be ended. */
export function AssignmentList({ scope, assignments, definitions, faults }: AssignmentListProps) {
  const { arm } = useStudio()
  const text = useText()
  const styles = useStyles()
  const queryClient = useQueryClient()
  const [confirmation, setConfirmation] = useState<Confirmation>()
  const remove = useMutation({
    mutationFn: ({ id }: PolicyAssignment) => arm.delete(id, apiVersions.policy),
    onSettled: () =>
      Promise.all(
        ['policy-assignments', 'policy-states'].map((key) => queryClient.invalidateQueries({ queryKey: [key] })),
      ),
  })
  const ask = (assignment: PolicyAssignment) =>
    setConfirmation({
      title: text('End the policy {{name}}?', { name: titleOf(assignment) }),
      body: text('It binds nothing any more, from the next request on. What it has changed stays.'),
      confirm: text('End it'),
      act: () => remove.mutate(assignment),
    })
  if (assignments.length === 0) {
    return <span>{text('No policy is in force here. One below can be put in force, or one of your own.')}</span>
  }
  return (
    <>
      {remove.error !== null && <ErrorNote error={remove.error} />}
      <ShortList of={assignments} wordsOf={(each) => titleOf(each)}>
        {(shown) => (
          <ul className={styles.list} aria-label={text('In force here')}>
            {shown.map((assignment) => {
              const { id, properties } = assignment
              const isOwn = properties.scope.toLowerCase() === scope.toLowerCase()
              const definition = definitions.find((each) => isSame(each.id, properties.policyDefinitionId))
              const count = faults.filter(({ policyAssignmentId }) => isSame(policyAssignmentId, id)).length
              return (
                <li key={id} className={styles.line}>
                  <Badge className={styles.badge} appearance="tint" color={count === 0 ? 'success' : 'warning'}>
                    {count === 0 ? text('All is well') : text('{{count}} at fault', { count })}
                  </Badge>
                  <span className={styles.words}>
                    <strong>{titleOf(assignment)}</strong>
                    <span className={styles.minor}>
                      {definition === undefined ? properties.policyDefinitionId.split('/').at(-1) : titleOf(definition)}
                    </span>
                  </span>
                  {properties.enforcementMode === 'DoNotEnforce' && (
                    <Badge appearance="tint">{text('Reports only')}</Badge>
                  )}
                  <ActionButton
                    label={text('End it')}
                    of={titleOf(assignment)}
                    reason={isOwn ? undefined : text('It is given further up: end it there.')}
                    onClick={() => ask(assignment)}
                  />
                </li>
              )
            })}
          </ul>
        )}
      </ShortList>
      <ConfirmDialog ask={confirmation} onClose={() => setConfirmation(undefined)} />
    </>
  )
}

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}

const useStyles = makeStyles({
  list: plainList,
  line: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
  // As wide as most are, so that titles stand below each other.
  badge: { minWidth: '6.5rem' },
  words: { display: 'grid', flexGrow: 1, minWidth: 0, flexBasis: '12rem', overflowWrap: 'anywhere' },
  minor: { color: tokens.colorNeutralForeground3 },
})
