// Groups of people and programs: a role given to one is had by everybody in it.

import { Field, Input, makeStyles, tokens } from '@fluentui/react-components'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { apiVersions } from '../../api/api-versions.ts'
import { useStudio } from '../../api/use-studio.ts'
import { useText } from '../../i18n/use-text.ts'
import { arm as addresses } from '../../paths.ts'
import { ActionButton } from '../../ui/action-button.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { FoldedList } from '../../ui/folded-list.tsx'
import { Panel } from '../../ui/panel.tsx'
import { GroupMembers } from './group-members.tsx'
import { groupsQuery } from './group-queries.ts'

export function GroupsPanel() {
  const { arm } = useStudio()
  const text = useText()
  const styles = useStyles()
  const { data, error, refetch } = useQuery(groupsQuery(arm))
  if (error !== null) return <ErrorNote error={error} onRetry={() => void refetch()} />
  if (data === undefined) return null
  return (
    <Panel title={text('Groups')}>
      <NewGroup taken={data.map(({ name }) => name.toLowerCase())} />
      {data.length === 0 && (
        <span>{text('There is no group yet. A role given to one is had by everybody in it.')}</span>
      )}
      <FoldedList
        of={data}
        wordsOf={({ name, displayName }) => `${name} ${displayName}`}
        keyOf={({ objectId }) => objectId}
        titleOf={({ name, displayName, memberCount }) => (
          <span className={styles.name}>
            <strong>{name}</strong>
            {displayName !== name && <span>{displayName}</span>}
            <span className={styles.count}>{text('Members: {{count}}', { count: memberCount })}</span>
          </span>
        )}
      >
        {(group) => <GroupMembers group={group} />}
      </FoldedList>
    </Panel>
  )
}

function NewGroup({ taken }: { readonly taken: readonly string[] }) {
  const { arm } = useStudio()
  const text = useText()
  const styles = useStyles()
  const queryClient = useQueryClient()
  const [name, setName] = useState('')
  const create = useMutation({
    mutationFn: () => arm.put(addresses.group(name), apiVersions.carrel, {}),
    onSuccess: async () => {
      setName('')
      await queryClient.invalidateQueries({ queryKey: ['groups'] })
    },
  })
  const isTaken = taken.includes(name.toLowerCase())
  const reason = name === '' ? text('Give a group name.') : isTaken ? text('There is a group of this name.') : undefined
  return (
    <>
      <div className={styles.line}>
        <Field label={text('Group name')}>
          <Input value={name} autoComplete="off" onChange={(_, { value }) => setName(value.trim())} />
        </Field>
        <ActionButton label={text('Add a group')} reason={reason} onClick={() => create.mutate()} />
      </div>
      {create.error !== null && <ErrorNote error={create.error} />}
    </>
  )
}

const useStyles = makeStyles({
  line: { display: 'flex', flexWrap: 'wrap', alignItems: 'end', gap: tokens.spacingHorizontalM },
  name: {
    display: 'flex',
    flexWrap: 'wrap',
    columnGap: tokens.spacingHorizontalM,
    overflowWrap: 'anywhere',
    '> *': { minWidth: 0 },
  },
  count: { color: tokens.colorNeutralForeground3 },
})
