// A role of one's own: what it gives and leaves out, an action in a line.

import { Field, Input, makeStyles, Textarea, tokens } from '@fluentui/react-components'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { apiVersions } from '../../api/api-versions.ts'
import { permits } from '../../api/permissions.ts'
import { useStudio } from '../../api/use-studio.ts'
import { useText } from '../../i18n/use-text.ts'
import { arm as addresses } from '../../paths.ts'
import { ActionButton } from '../../ui/action-button.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { useToasts } from '../../ui/use-toasts.tsx'
import { permissionsQuery } from './access-queries.ts'
import { type RoleDraft, roleBody, roleFault } from './role-draft.ts'
import { scopeTitle } from './scope.ts'
import type { Role } from './verdicts.ts'

export interface RoleFormProps {
  readonly scope: string
  readonly roles: readonly Role[]
  readonly draft: RoleDraft
  onChange(draft: RoleDraft): void
  onClose(): void
}

export function RoleForm({ scope, roles, draft, onChange, onClose }: RoleFormProps) {
  const { arm } = useStudio()
  const text = useText()
  const styles = useStyles()
  const toasts = useToasts()
  const queryClient = useQueryClient()
  const mine = useQuery(permissionsQuery(arm, scope)).data
  const save = useMutation({
    mutationFn: () =>
      arm.put(
        addresses.roleDefinition(scope, draft.id || crypto.randomUUID()),
        apiVersions.authorization,
        roleBody(draft),
      ),
    onSuccess: async () => {
      toasts.done(text('The role is saved.'))
      await queryClient.invalidateQueries({ queryKey: ['roles'] })
      onClose()
    },
  })
  const form = useRef<HTMLDivElement>(null)
  useEffect(() => form.current?.querySelector('input')?.focus(), [])
  const fault = roleFault(draft, roles)
  const reasons = [
    mine !== undefined && !permits(mine, write) ? text('You may not write roles here.') : undefined,
    fault === undefined ? undefined : text(fault),
    save.isPending ? text('It is being asked for.') : undefined,
  ]
  return (
    <div ref={form} className={styles.form}>
      <Field label={text('Role name')} required>
        <Input value={draft.name} autoComplete="off" onChange={(_, { value }) => onChange({ ...draft, name: value })} />
      </Field>
      <Field label={text('Description')}>
        <Input value={draft.description} onChange={(_, { value }) => onChange({ ...draft, description: value })} />
      </Field>
      <Field label={text('It gives')} hint={text('One action in a line; * stands for any.')} required>
        <Textarea
          textarea={{ className: styles.code }}
          rows={6}
          resize="vertical"
          spellCheck={false}
          value={draft.actions}
          onChange={(_, { value }) => onChange({ ...draft, actions: value })}
        />
      </Field>
      <Field label={text('Except')} hint={text('What is left out of what it gives.')}>
        <Textarea
          textarea={{ className: styles.code }}
          rows={3}
          resize="vertical"
          spellCheck={false}
          value={draft.notActions}
          onChange={(_, { value }) => onChange({ ...draft, notActions: value })}
        />
      </Field>
      <span className={styles.words}>{text('It can be given at: {{places}}', { places: placesOf(draft, text) })}</span>
      {save.error !== null && <ErrorNote error={save.error} />}
      <div className={styles.buttons}>
        <ActionButton
          appearance="primary"
          label={text('Save the role')}
          reason={reasons.find((each) => each !== undefined)}
          onClick={() => save.mutate()}
        />
        <ActionButton label={text('Cancel')} onClick={onClose} />
      </div>
    </div>
  )
}

const write = 'Microsoft.Authorization/roleDefinitions/write'

function placesOf({ scopes }: RoleDraft, text: (sentence: string, values: Record<string, string>) => string): string {
  return scopes
    .map((each) => {
      const { sentence, name } = scopeTitle(each)
      return text(sentence, { name })
    })
    .join(', ')
}

const useStyles = makeStyles({
  form: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: tokens.spacingVerticalM,
    maxWidth: '44rem',
  },
  code: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 },
  words: { overflowWrap: 'anywhere' },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM },
})
