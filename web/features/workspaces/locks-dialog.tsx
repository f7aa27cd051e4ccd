// The locks that bind a workspace or a group: against deletion or any change, whoever asks for it.

import { Badge, Button, makeStyles, Spinner, tokens } from '@fluentui/react-components'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { apiVersions } from '../../api/api-versions.ts'
import { useStudio } from '../../api/use-studio.ts'
import { useText } from '../../i18n/use-text.ts'
import { ActionButton } from '../../ui/action-button.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { Modal } from '../../ui/modal.tsx'
import { plainList } from '../../ui/plain-list.ts'
import { type Lock, type LockLevel, locksQuery } from './lock-queries.ts'
import { NewLock } from './new-lock.tsx'

const levelWords: Readonly<Record<LockLevel, string>> = {
  CanNotDelete: 'No deletion',
  ReadOnly: 'No change',
}

export interface LocksDialogProps {
  /** Of what is locked. */
  readonly id: string
  readonly name: string
  onClose(): void
}

export function LocksDialog({ id, name, onClose }: LocksDialogProps) {
  const { arm } = useStudio()
  const text = useText()
  const styles = useStyles()
  const { data, error, isPending, refetch } = useQuery(locksQuery(arm, id))
  return (
    <Modal
      title={text('Locks of {{name}}', { name })}
      actions={<Button onClick={onClose}>{text('Close')}</Button>}
      onClose={onClose}
    >
      <div className={styles.content}>
        {error !== null && <ErrorNote error={error} onRetry={() => void refetch()} />}
        {isPending && <Spinner label={text('Looking')} />}
        {data?.length === 0 && (
          <span>{text('None yet. A lock keeps what is here from being deleted or changed, even by owners.')}</span>
        )}
        {data !== undefined && data.length > 0 && (
          <ul className={styles.list} aria-label={text('Locks')}>
            {data.map((lock) => (
              <LockLine key={lock.id} lock={lock} at={id} />
            ))}
          </ul>
        )}
        {data !== undefined && <NewLock id={id} taken={data.map((lock) => lock.name.toLowerCase())} />}
      </div>
    </Modal>
  )
}

function LockLine({ lock, at }: { readonly lock: Lock; readonly at: string }) {
  const { arm } = useStudio()
  const text = useText()
  const styles = useStyles()
  const queryClient = useQueryClient()
  const { id, name, properties } = lock
  const remove = useMutation({
    mutationFn: () => arm.delete(id, apiVersions.locks),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['locks'] }),
  })
  const isHere = id.toLowerCase().startsWith(`${at.toLowerCase()}/providers/microsoft.authorization/`)
  return (
    <li>
      <div className={styles.line}>
        <Badge appearance="tint" color={properties.level === 'ReadOnly' ? 'danger' : 'warning'}>
          {text(levelWords[properties.level])}
        </Badge>
        <span className={styles.name}>
          <strong>{name}</strong>
          <span className={styles.notes}>{properties.notes}</span>
        </span>
        <ActionButton
          label={text('Take away')}
          of={name}
          reason={isHere ? undefined : text('It stands further up: take it away there.')}
          onClick={() => remove.mutate()}
        />
      </div>
      {remove.error !== null && <ErrorNote error={remove.error} />}
    </li>
  )
}

const useStyles = makeStyles({
  content: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalL },
  list: { ...plainList, gap: tokens.spacingVerticalM },
  line: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
  name: { display: 'grid', flexGrow: 1, flexBasis: '10rem', minWidth: 0, overflowWrap: 'anywhere' },
  notes: { color: tokens.colorNeutralForeground3 },
})
