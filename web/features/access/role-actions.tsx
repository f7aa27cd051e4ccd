import { makeStyles, tokens } from '@fluentui/react-components'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { apiVersions } from '../../api/api-versions.ts'
import { useStudio } from '../../api/use-studio.ts'
import { useText } from '../../i18n/use-text.ts'
import { arm as addresses } from '../../paths.ts'
import { ActionButton } from '../../ui/action-button.tsx'
import { type Confirmation, ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { draftLike, draftOf, type RoleDraft } from './role-draft.ts'
import type { Role } from './verdicts.ts'

export interface RoleActionsProps {
  readonly scope: string
  readonly role: Role
  onDraft(draft: RoleDraft): void
}

/** What can be done with a role: one like it; and with one's own, a change and its end. */
export function RoleActions({ scope, role, onDraft }: RoleActionsProps) {
  const { arm } = useStudio()
  const text = useText()
  const styles = useStyles()
  const queryClient = useQueryClient()
  const [confirmation, setConfirmation] = useState<Confirmation>()
  const remove = useMutation({
    mutationFn: () => arm.delete(addresses.roleDefinition(scope, role.id), apiVersions.authorization),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['roles'] }),
  })
  const draft = draftOf(role)
  const ask = () =>
    setConfirmation({
      title: text('Delete the role {{name}}?', { name: role.name }),
      body: text('It can be deleted once nobody has it.'),
      confirm: text('Delete'),
      act: () => remove.mutate(),
    })
  return (
    <>
      <div className={styles.line}>
        <ActionButton
          label={text('Write one like it')}
          of={role.name}
          onClick={() => onDraft(draftLike(role, scope))}
        />
        {role.isCustom && (
          <>
            <ActionButton
              label={text('Change')}
              of={role.name}
              reason={draft === undefined ? text('It has more than lines can say: change it by its file.') : undefined}
              onClick={() => draft !== undefined && onDraft(draft)}
            />
            <ActionButton label={text('Delete')} of={role.name} onClick={ask} />
          </>
        )}
      </div>
      {remove.error !== null && <ErrorNote error={remove.error} />}
      <ConfirmDialog ask={confirmation} onClose={() => setConfirmation(undefined)} />
    </>
  )
}

const useStyles = makeStyles({
  line: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalM,
    paddingBottom: tokens.spacingVerticalM,
  },
})
