// Gives somebody a role. What the server refuses, because nobody grants beyond his own, is shown in its words.

import { Field, makeStyles, Select, tokens } from '@fluentui/react-components'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { apiVersions } from '../../api/api-versions.ts'
import { useStudio } from '../../api/use-studio.ts'
import { useText } from '../../i18n/use-text.ts'
import { arm as addresses } from '../../paths.ts'
import { ActionButton } from '../../ui/action-button.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { useToasts } from '../../ui/use-toasts.tsx'
import { type Assignment, permissionsQuery } from './access-queries.ts'
import { PrincipalField } from './principal-field.tsx'
import type { Principal } from './principals-query.ts'
import { isSameScope } from './scope.ts'
import { permits, type Role } from './verdicts.ts'

export interface NewAssignmentProps {
  readonly scope: string
  readonly roles: readonly Role[]
  readonly principals: readonly Principal[] | null
  readonly standing: readonly Assignment[]
}

export function NewAssignment({ scope, roles, principals, standing }: NewAssignmentProps) {
  const { arm } = useStudio()
  const text = useText()
  const styles = useStyles()
  const toasts = useToasts()
  const queryClient = useQueryClient()
  const [principalId, setPrincipal] = useState('')
  const [roleId, setRole] = useState('')
  const role = roles.find(({ id }) => id === roleId)
  const mine = useQuery(permissionsQuery(arm, scope))
  const give = useMutation({
    mutationFn: () =>
      arm.put(addresses.roleAssignment(scope, crypto.randomUUID()), apiVersions.authorization, {
        properties: { principalId, roleDefinitionId: `${addresses.roleDefinitions(scope)}/${roleId}` },
      }),
    onSuccess: async () => {
      toasts.done(text('The role is given.'))
      setPrincipal('')
      await queryClient.invalidateQueries({ queryKey: ['assignments'] })
    },
  })
  const hasIt = standing.some(
    (each) => each.principalId === principalId && each.roleId === roleId && isSameScope(each.scope, scope),
  )
  const reasons = [
    mine.data !== undefined && !permits(mine.data, grant) ? text('You may not give roles here.') : undefined,
    principalId === '' ? text('Choose who gets it.') : undefined,
    role === undefined ? text('Choose a role.') : undefined,
    hasIt ? text('They have this role here already.') : undefined,
    give.isPending ? text('It is being asked for.') : undefined,
  ]
  return (
    <>
      <div className={styles.line}>
        <PrincipalField label={text('Who')} principals={principals} value={principalId} onChange={setPrincipal} />
        <Field label={text('Role')}>
          <Select value={roleId} onChange={(_, { value }) => setRole(value)}>
            <option value="">{text('Choose…')}</option>
            {roles.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        </Field>
        <ActionButton
          appearance="primary"
          label={text('Give the role')}
          reason={reasons.find((each) => each !== undefined)}
          onClick={() => give.mutate()}
        />
      </div>
      {role !== undefined && role.description !== '' && <span className={styles.hint}>{role.description}</span>}
      {give.error !== null && <ErrorNote error={give.error} />}
    </>
  )
}

const grant = 'Microsoft.Authorization/roleAssignments/write'

const useStyles = makeStyles({
  line: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'end',
    gap: tokens.spacingHorizontalM,
    '> *': { minWidth: 0, maxWidth: '24rem' },
  },
  hint: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
})
