// The roles given at a scope and above it; those of the scope itself can be taken back.

import { Spinner } from '@fluentui/react-components'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { apiVersions } from '../../api/api-versions.ts'
import { useStudio } from '../../api/use-studio.ts'
import { useText } from '../../i18n/use-text.ts'
import { ActionButton } from '../../ui/action-button.tsx'
import { compareNames } from '../../ui/compare-names.ts'
import { type Confirmation, ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { Panel } from '../../ui/panel.tsx'
import { useToasts } from '../../ui/use-toasts.tsx'
import { type Assignment, assignmentsQuery } from './access-queries.ts'
import { NewAssignment } from './new-assignment.tsx'
import type { Principal, PrincipalKind } from './principals-query.ts'
import { isSameScope, scopeTitle } from './scope.ts'
import type { Role } from './verdicts.ts'

/** A long name is broken, so that the columns beside it stay in sight. */
const wrapped = { overflowWrap: 'anywhere', whiteSpace: 'normal' } as const
const unbroken = { whiteSpace: 'nowrap' } as const

interface Row extends Assignment {
  readonly who: string
  readonly role: string
  readonly isInherited: boolean
}

const kindLabels: Readonly<Record<string, string>> = {
  User: 'Person',
  Group: 'Group',
  ServicePrincipal: 'Program',
} satisfies Record<PrincipalKind, string>

export interface AssignmentsTabProps {
  readonly scope: string
  readonly roles: readonly Role[]
  readonly principals: readonly Principal[] | null
}

export function AssignmentsTab({ scope, roles, principals }: AssignmentsTabProps) {
  const { arm } = useStudio()
  const text = useText()
  const toasts = useToasts()
  const queryClient = useQueryClient()
  const [confirmation, setConfirmation] = useState<Confirmation>()
  const [sort, setSort] = useState({ column: 'who', isDown: false })
  const { data, error, isPending, refetch } = useQuery(assignmentsQuery(arm, scope))
  const remove = useMutation({
    mutationFn: ({ id }: Row) => arm.delete(id, apiVersions.authorization),
    onSuccess: () => toasts.done(text('The role is taken back.')),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['assignments'] }),
  })
  const rows = (data ?? []).map((each) => rowOf(each, { scope, roles, principals }))
  const ask = (row: Row) =>
    setConfirmation({
      title: text('Take the role back?'),
      body: text('{{who}} is no longer {{role}} here, from the next request on.', { who: row.who, role: row.role }),
      confirm: text('Take back'),
      act: () => remove.mutate(row),
    })
  return (
    <>
      <Panel title={text('Give a role')}>
        <NewAssignment {...{ scope, roles, principals }} standing={data ?? []} />
      </Panel>
      {error !== null && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {remove.error !== null && <ErrorNote error={remove.error} />}
      {isPending && <Spinner label={text('Looking')} />}
      {data !== undefined && (
        <DataTable
          label={text('Role assignments')}
          rows={rows}
          columns={columnsOf(text, ask)}
          keyOf={({ id }) => id}
          nameOf={({ who }) => who}
          sort={sort}
          onSort={(column) => setSort({ column, isDown: sort.column === column && !sort.isDown })}
        />
      )}
      <ConfirmDialog ask={confirmation} onClose={() => setConfirmation(undefined)} />
    </>
  )
}

function rowOf(assignment: Assignment, { scope, roles, principals }: AssignmentsTabProps): Row {
  const { principalId, roleId } = assignment
  return {
    ...assignment,
    who: principals?.find(({ objectId }) => objectId === principalId)?.name ?? principalId,
    role: roles.find(({ id }) => id === roleId)?.name ?? roleId,
    isInherited: !isSameScope(assignment.scope, scope),
  }
}

function columnsOf(
  text: (sentence: string, values?: Record<string, string>) => string,
  onRemove: (row: Row) => void,
): readonly Column<Row>[] {
  const where = (row: Row) => {
    const { sentence, name } = scopeTitle(row.scope)
    return text(sentence, { name })
  }
  return [
    {
      id: 'who',
      header: text('Who'),
      cell: ({ who }) => <span style={wrapped}>{who}</span>,
      compare: (a, b) => compareNames(a.who, b.who),
    },
    {
      id: 'kind',
      header: text('Kind'),
      isExtra: true,
      cell: ({ principalType: kind }) => <span style={unbroken}>{text(kindLabels[kind] ?? kind)}</span>,
    },
    {
      id: 'role',
      header: text('Role'),
      cell: ({ role }) => role,
      compare: (a, b) => compareNames(a.role, b.role),
    },
    {
      id: 'scope',
      header: text('Given at'),
      isExtra: true,
      cell: (row) => (
        <span style={wrapped}>
          {row.isInherited ? text('{{scope}}, inherited', { scope: where(row) }) : where(row)}
        </span>
      ),
      compare: (a, b) => a.scope.localeCompare(b.scope),
    },
    {
      id: 'remove',
      header: '',
      width: '8rem',
      cell: (row) => (
        <ActionButton
          label={text('Take back')}
          of={`${row.who} (${row.role})`}
          appearance="subtle"
          reason={row.isInherited ? text('It is inherited: take it back where it was given.') : undefined}
          onClick={() => onRemove(row)}
        />
      ),
    },
  ]
}
