// Who is in a group, who may come in, and the end of the group.

import { Field, makeStyles, Select, tokens } from '@fluentui/react-components'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { apiVersions } from '../../api/api-versions.ts'
import { useStudio } from '../../api/use-studio.ts'
import { useText } from '../../i18n/use-text.ts'
import { arm as addresses } from '../../paths.ts'
import { ActionButton } from '../../ui/action-button.tsx'
import { type Confirmation, ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { plainList } from '../../ui/plain-list.ts'
import { ShortList } from '../../ui/short-list.tsx'
import { type Group, groupsQuery, membersQuery } from './group-queries.ts'
import { servicePrincipalsQuery, usersQuery } from './people-queries.ts'

export function GroupMembers({ group }: { readonly group: Group }) {
  const { arm } = useStudio()
  const text = useText()
  const styles = useStyles()
  const queryClient = useQueryClient()
  const [confirmation, setConfirmation] = useState<Confirmation>()
  const members = useQuery(membersQuery(arm, group.name))
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['groups'] })
  const leave = useMutation({
    mutationFn: (objectId: string) => arm.delete(addresses.groupMember(group.name, objectId), apiVersions.carrel),
    onSettled: refresh,
  })
  const remove = useMutation({
    mutationFn: () => arm.delete(addresses.group(group.name), apiVersions.carrel),
    onSettled: refresh,
  })
  const error = members.error ?? leave.error ?? remove.error
  const { name } = group
  const ask = () =>
    setConfirmation({
      title: text('Delete the group {{name}}?', { name }),
      body: text('The roles given to it are gone for everybody in it.'),
      confirm: text('Delete'),
      act: () => remove.mutate(),
    })
  return (
    <div className={styles.box}>
      {error !== null && <ErrorNote error={error} />}
      {members.data?.length === 0 && <span>{text('Nobody is in it yet.')}</span>}
      <ShortList of={members.data ?? []} wordsOf={(member) => member.name}>
        {(shown) => (
          <ul className={styles.list} aria-label={text('Members of {{name}}', { name })}>
            {shown.map((member) => (
              <li key={member.objectId} className={styles.line}>
                <span className={styles.word}>{member.name}</span>
                <ActionButton
                  appearance="subtle"
                  label={text('Take out')}
                  of={member.name}
                  onClick={() => leave.mutate(member.objectId)}
                />
              </li>
            ))}
          </ul>
        )}
      </ShortList>
      {members.data !== undefined && <NewMember group={group} known={members.data.map(({ objectId }) => objectId)} />}
      <div>
        <ActionButton label={text('Delete the group')} of={name} onClick={ask} />
      </div>
      <ConfirmDialog ask={confirmation} onClose={() => setConfirmation(undefined)} />
    </div>
  )
}

function NewMember({ group, known }: { readonly group: Group; readonly known: readonly string[] }) {
  const { arm } = useStudio()
  const text = useText()
  const styles = useStyles()
  const queryClient = useQueryClient()
  const [objectId, setObjectId] = useState('')
  const candidates = useCandidates().filter(
    (each) => !known.includes(each.objectId) && each.objectId !== group.objectId,
  )
  const add = useMutation({
    mutationFn: () => arm.put(addresses.groupMember(group.name, objectId), apiVersions.carrel, undefined),
    onSuccess: async () => {
      setObjectId('')
      await queryClient.invalidateQueries({ queryKey: ['groups'] })
    },
  })
  return (
    <>
      <div className={styles.line}>
        <Field label={text('Put in')}>
          <Select value={objectId} onChange={(_, { value }) => setObjectId(value)}>
            <option value="">{text('Choose…')}</option>
            {candidates.map((each) => (
              <option key={each.objectId} value={each.objectId}>
                {each.name}
              </option>
            ))}
          </Select>
        </Field>
        <ActionButton
          label={text('Add to the group')}
          reason={objectId === '' ? text('Choose who comes in.') : undefined}
          onClick={() => add.mutate()}
        />
      </div>
      {add.error !== null && <ErrorNote error={add.error} />}
    </>
  )
}

/** People, programs and groups: each may be in a group. */
function useCandidates(): readonly { readonly objectId: string; readonly name: string }[] {
  const { arm } = useStudio()
  const users = useQuery(usersQuery(arm)).data ?? []
  const programs = useQuery(servicePrincipalsQuery(arm)).data ?? []
  const groups = useQuery(groupsQuery(arm)).data ?? []
  return [
    ...users.map(({ objectId, userName }) => ({ objectId, name: userName })),
    ...groups.map(({ objectId, name }) => ({ objectId, name })),
    ...programs.map(({ objectId, displayName }) => ({ objectId, name: displayName })),
  ]
}

const useStyles = makeStyles({
  box: {
    display: 'grid',
    gap: tokens.spacingVerticalM,
    gridTemplateColumns: 'minmax(0, 1fr)',
    paddingBottom: tokens.spacingVerticalM,
  },
  list: { ...plainList, gap: tokens.spacingVerticalXS },
  line: { display: 'flex', flexWrap: 'wrap', alignItems: 'end', gap: tokens.spacingHorizontalM },
  word: { overflowWrap: 'anywhere', alignSelf: 'center', flexBasis: '16rem', minWidth: 0 },
})
