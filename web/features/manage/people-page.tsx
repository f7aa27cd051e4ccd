// Who signs in here: people, who are made, disabled and given a new password, and programs.

import { Badge, Field, Input, makeStyles, tokens } from '@fluentui/react-components'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { apiVersions } from '../../api/api-versions.ts'
import { useStudio } from '../../api/use-studio.ts'
import { useText } from '../../i18n/use-text.ts'
import { arm as addresses } from '../../paths.ts'
import { ActionButton } from '../../ui/action-button.tsx'
import { type Confirmation, ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { Page } from '../../ui/page.tsx'
import { Panel } from '../../ui/panel.tsx'
import { plainList } from '../../ui/plain-list.ts'
import { ShortList } from '../../ui/short-list.tsx'
import { GroupsPanel } from './groups-panel.tsx'
import { type User, usersQuery } from './people-queries.ts'
import { ProgramsPanel } from './programs-panel.tsx'
import { ShownOnce } from './shown-once.tsx'

export function PeoplePage() {
  const { arm } = useStudio()
  const text = useText()
  const styles = useStyles()
  const users = useQuery(usersQuery(arm))
  const [told, setTold] = useState<{ readonly userName: string; readonly password: string }>()
  return (
    <Page title={text('People and programs')}>
      {users.error !== null && <ErrorNote error={users.error} onRetry={() => void users.refetch()} />}
      {told !== undefined && (
        <ShownOnce
          key={told.password}
          title={text('The password of {{name}}, shown this once:', { name: told.userName })}
          label={text('the password')}
          text={told.password}
        />
      )}
      {users.data !== undefined && (
        <Panel title={text('People')}>
          <NewUser taken={users.data.map(({ userName }) => userName)} onMade={setTold} />
          <ShortList of={users.data} wordsOf={({ userName, displayName }) => `${userName} ${displayName}`}>
            {(shown) => (
              <ul className={styles.list} aria-label={text('People')}>
                {shown.map((user) => (
                  <UserLine key={user.objectId} user={user} onReset={setTold} />
                ))}
              </ul>
            )}
          </ShortList>
        </Panel>
      )}
      {users.data !== undefined && (
        <>
          <GroupsPanel />
          <ProgramsPanel />
        </>
      )}
    </Page>
  )
}

type Told = (told: { readonly userName: string; readonly password: string }) => void

function NewUser({ taken, onMade }: { readonly taken: readonly string[]; readonly onMade: Told }) {
  const { arm } = useStudio()
  const text = useText()
  const styles = useStyles()
  const queryClient = useQueryClient()
  const [name, setName] = useState('')
  const create = useMutation({
    mutationFn: (userName: string) =>
      arm.put<{ properties: { password: string } }>(addresses.user(userName), apiVersions.carrel, {
        displayName: userName,
      }),
    onSuccess: async ({ properties }, userName) => {
      onMade({ userName, password: properties.password })
      // What was typed meanwhile is the next one's.
      setName((now) => (now === userName ? '' : now))
      await queryClient.invalidateQueries({ queryKey: ['users'] })
    },
  })
  const reasons = [
    // Asked for once more, it would be there already, and be given no password.
    create.isPending ? text('It is being asked for.') : undefined,
    name === '' ? text('Give a user name.') : undefined,
    taken.includes(name) ? text('There is somebody of this name.') : undefined,
  ]
  return (
    <>
      <div className={styles.line}>
        <Field label={text('User name')}>
          <Input value={name} autoComplete="off" onChange={(_, { value }) => setName(value.trim())} />
        </Field>
        <ActionButton
          appearance="primary"
          label={text('Add a person')}
          reason={reasons.find((each) => each !== undefined)}
          onClick={() => create.mutate(name)}
        />
      </div>
      {create.error !== null && <ErrorNote error={create.error} />}
    </>
  )
}

function UserLine({ user, onReset }: { readonly user: User; readonly onReset: Told }) {
  const { arm, session } = useStudio()
  const [confirmation, setConfirmation] = useState<Confirmation>()
  const text = useText()
  const styles = useStyles()
  const queryClient = useQueryClient()
  const { userName, displayName, isDisabled } = user
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['users'] })
  const disable = useMutation({
    mutationFn: () => arm.put(addresses.user(userName), apiVersions.carrel, { isDisabled: !isDisabled }),
    onSettled: refresh,
  })
  const reset = useMutation({
    mutationFn: () =>
      arm.post<{ password: string }>(addresses.userAction(userName, 'resetPassword'), apiVersions.carrel, {}),
    onSuccess: ({ password }) => onReset({ userName, password }),
  })
  const error = disable.error ?? reset.error
  const resetQuestion: Confirmation = {
    title: text('A new password for {{name}}?', { name: userName }),
    body: text('The old one stops at once, and every sign-in of theirs ends.'),
    confirm: text('New password'),
    act: () => reset.mutate(),
  }
  return (
    <li>
      <div className={styles.row}>
        <span className={styles.words}>
          <strong>{userName}</strong>
          {displayName !== userName && <span>{displayName}</span>}
          {isDisabled && (
            <Badge appearance="tint" color="warning">
              {text('Disabled')}
            </Badge>
          )}
        </span>
        <ActionButton label={text('New password')} of={userName} onClick={() => setConfirmation(resetQuestion)} />
        <ActionButton
          label={isDisabled ? text('Enable') : text('Disable')}
          of={userName}
          reason={session.person.userName === userName ? text('This is you.') : undefined}
          onClick={() => disable.mutate()}
        />
      </div>
      {error !== null && <ErrorNote error={error} />}
      <ConfirmDialog ask={confirmation} onClose={() => setConfirmation(undefined)} />
    </li>
  )
}

const useStyles = makeStyles({
  list: plainList,
  line: { display: 'flex', flexWrap: 'wrap', alignItems: 'end', gap: tokens.spacingHorizontalM },
  row: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`,
    paddingBottom: tokens.spacingVerticalS,
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
  },
  words: {
    display: 'flex',
    flexWrap: 'wrap',
    columnGap: tokens.spacingHorizontalM,
    flexGrow: 1,
    flexBasis: '12rem',
    minWidth: 0,
    overflowWrap: 'anywhere',
    '> *': { minWidth: 0 },
  },
})
