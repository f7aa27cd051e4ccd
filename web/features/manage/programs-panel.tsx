// Programs that sign in by themselves: a new one, a new secret, and their end. A secret is shown once.

import { Field, Input, makeStyles, tokens } from '@fluentui/react-components'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { apiVersions } from '../../api/api-versions.ts'
import { useStudio } from '../../api/use-studio.ts'
import { useText } from '../../i18n/use-text.ts'
import { arm as addresses } from '../../paths.ts'
import { ActionButton } from '../../ui/action-button.tsx'
import { type Confirmation, ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { Panel } from '../../ui/panel.tsx'
import { plainList } from '../../ui/plain-list.ts'
import { ShortList } from '../../ui/short-list.tsx'
import { type ServicePrincipal, servicePrincipalsQuery } from './people-queries.ts'
import { ShownOnce } from './shown-once.tsx'

interface Secret {
  readonly displayName: string
  readonly clientId: string
  readonly clientSecret: string
}

type Told = (secret: Secret) => void

export function ProgramsPanel() {
  const { arm } = useStudio()
  const text = useText()
  const styles = useStyles()
  const { data, error, refetch } = useQuery(servicePrincipalsQuery(arm))
  const [told, setTold] = useState<Secret>()
  if (error !== null) return <ErrorNote error={error} onRetry={() => void refetch()} />
  if (data === undefined) return null
  return (
    <Panel title={text('Programs')}>
      <NewProgram onMade={setTold} />
      {told !== undefined && (
        <ShownOnce
          key={told.clientSecret}
          title={text('The secret of {{name}}, shown this once:', { name: told.displayName })}
          label={text('the secret')}
          text={`AZURE_CLIENT_ID=${told.clientId}\nAZURE_CLIENT_SECRET=${told.clientSecret}`}
        />
      )}
      {data.length === 0 && (
        <span>{text('No program signs in here yet: scripts and services do so with a secret.')}</span>
      )}
      <ShortList of={data} wordsOf={({ displayName, clientId }) => `${displayName} ${clientId}`}>
        {(shown) => (
          <ul className={styles.list} aria-label={text('Programs')}>
            {shown.map((program) => (
              <ProgramLine key={program.objectId} program={program} onReset={setTold} />
            ))}
          </ul>
        )}
      </ShortList>
    </Panel>
  )
}

function NewProgram({ onMade }: { readonly onMade: Told }) {
  const { arm } = useStudio()
  const text = useText()
  const styles = useStyles()
  const queryClient = useQueryClient()
  const [displayName, setName] = useState('')
  const create = useMutation({
    mutationFn: (name: string) =>
      arm.post<Secret>(addresses.servicePrincipals(), apiVersions.carrel, { displayName: name.trim() }),
    onSuccess: async (made, name) => {
      onMade(made)
      setName((now) => (now === name ? '' : now))
      await queryClient.invalidateQueries({ queryKey: ['service-principals'] })
    },
  })
  const reasons = [
    create.isPending ? text('It is being asked for.') : undefined,
    displayName.trim() === '' ? text('Give it a name.') : undefined,
  ]
  return (
    <>
      <div className={styles.line}>
        <Field label={text('Program name')}>
          <Input value={displayName} autoComplete="off" onChange={(_, { value }) => setName(value)} />
        </Field>
        <ActionButton
          label={text('Add a program')}
          reason={reasons.find((each) => each !== undefined)}
          onClick={() => create.mutate(displayName)}
        />
      </div>
      {create.error !== null && <ErrorNote error={create.error} />}
    </>
  )
}

function ProgramLine({ program, onReset }: { readonly program: ServicePrincipal; readonly onReset: Told }) {
  const { arm } = useStudio()
  const text = useText()
  const styles = useStyles()
  const queryClient = useQueryClient()
  const [confirmation, setConfirmation] = useState<Confirmation>()
  const { clientId, displayName: name } = program
  const reset = useMutation({
    mutationFn: () => arm.post<Omit<Secret, 'displayName'>>(addresses.resetSecret(clientId), apiVersions.carrel, {}),
    onSuccess: (secret) => onReset({ ...secret, displayName: name }),
  })
  const remove = useMutation({
    mutationFn: () => arm.delete(addresses.servicePrincipal(clientId), apiVersions.carrel),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['service-principals'] }),
  })
  const error = reset.error ?? remove.error
  const askReset: Confirmation = {
    title: text('A new secret for {{name}}?', { name }),
    body: text('The old one stops at once: whatever uses it must be given the new one.'),
    confirm: text('New secret'),
    act: () => reset.mutate(),
  }
  const askDelete: Confirmation = {
    title: text('Delete the program {{name}}?', { name }),
    body: text('It signs in no more, and the roles given to it are gone.'),
    confirm: text('Delete'),
    typed: name,
    act: () => remove.mutate(),
  }
  return (
    <li>
      <div className={styles.line}>
        <span className={styles.name}>
          <strong>{name}</strong> <code>{clientId}</code>
        </span>
        <ActionButton label={text('New secret')} of={name} onClick={() => setConfirmation(askReset)} />
        <ActionButton label={text('Delete')} of={name} onClick={() => setConfirmation(askDelete)} />
      </div>
      {error !== null && <ErrorNote error={error} />}
      <ConfirmDialog ask={confirmation} onClose={() => setConfirmation(undefined)} />
    </li>
  )
}

const useStyles = makeStyles({
  list: plainList,
  line: { display: 'flex', flexWrap: 'wrap', alignItems: 'end', gap: tokens.spacingHorizontalM },
  name: { overflowWrap: 'anywhere', flexGrow: 1, alignSelf: 'center', flexBasis: '16rem', minWidth: 0 },
})
