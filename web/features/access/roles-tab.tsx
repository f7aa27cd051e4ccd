// The roles that can be given at a scope, what each lets one do, and roles of one's own.

import { makeStyles, tokens } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { useText } from '../../i18n/use-text.ts'
import { ActionButton } from '../../ui/action-button.tsx'
import { CopyLine } from '../../ui/copy-line.tsx'
import { CustomTitle } from '../../ui/custom-title.tsx'
import { FoldedList } from '../../ui/folded-list.tsx'
import { Panel } from '../../ui/panel.tsx'
import { RoleActions } from './role-actions.tsx'
import { emptyRole, type RoleDraft } from './role-draft.ts'
import { RoleForm } from './role-form.tsx'
import type { Role } from './verdicts.ts'

export function RolesTab({ scope, roles }: { readonly scope: string; readonly roles: readonly Role[] }) {
  const text = useText()
  const styles = useStyles()
  const [draft, setDraft] = useState<RoleDraft>()
  return (
    <>
      <Panel title={draft === undefined || draft.id === '' ? text('A role of your own') : text('Change the role')}>
        {draft === undefined ? (
          <div className={styles.begin}>
            <ActionButton
              icon={<AddRegular />}
              label={text('Write a role')}
              onClick={() => setDraft(emptyRole(scope))}
            />
            <CopyLine text="carrel role definition create FILE.yaml" />
          </div>
        ) : (
          <RoleForm
            key={draft.id}
            {...{ scope, roles, draft }}
            onChange={setDraft}
            onClose={() => setDraft(undefined)}
          />
        )}
      </Panel>
      <FoldedList
        of={roles}
        wordsOf={({ name, description }) => `${name} ${description}`}
        keyOf={({ id }) => id}
        titleOf={({ name, isCustom }) => <CustomTitle title={name} isCustom={isCustom} />}
      >
        {(role) => (
          <>
            <p className={styles.words}>{role.description}</p>
            <Actions title={text('It gives')} of={role.permissions.flatMap(({ actions }) => actions)} />
            <Actions title={text('Except')} of={role.permissions.flatMap(({ notActions }) => notActions)} />
            <RoleActions {...{ scope, role }} onDraft={setDraft} />
          </>
        )}
      </FoldedList>
    </>
  )
}

function Actions({ title, of }: { readonly title: string; readonly of: readonly string[] }) {
  const styles = useStyles()
  if (of.length === 0) return null
  return (
    <>
      <strong>{title}</strong>
      <ul className={styles.words}>
        {of.map((action) => (
          <li key={action}>
            <code>{action}</code>
          </li>
        ))}
      </ul>
    </>
  )
}

const useStyles = makeStyles({
  begin: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
  words: { overflowWrap: 'anywhere', marginTop: tokens.spacingVerticalXS },
})
