// A new lock on a workspace or a group.

import { Field, Input, makeStyles, Select, tokens } from '@fluentui/react-components'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { apiVersions } from '../../api/api-versions.ts'
import { useStudio } from '../../api/use-studio.ts'
import { useText } from '../../i18n/use-text.ts'
import { arm as addresses } from '../../paths.ts'
import { ActionButton } from '../../ui/action-button.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import type { LockLevel } from './lock-queries.ts'

/** `taken`: names, in lower case. */
export function NewLock({ id, taken }: { readonly id: string; readonly taken: readonly string[] }) {
  const { arm } = useStudio()
  const text = useText()
  const styles = useStyles()
  const queryClient = useQueryClient()
  const [name, setName] = useState('')
  const [notes, setNotes] = useState('')
  const [level, setLevel] = useState<LockLevel>('CanNotDelete')
  const create = useMutation({
    mutationFn: () =>
      arm.put(addresses.lock(id, name), apiVersions.locks, {
        properties: { level, ...(notes === '' ? {} : { notes }) },
      }),
    onSuccess: async () => {
      setName('')
      setNotes('')
      await queryClient.invalidateQueries({ queryKey: ['locks'] })
    },
  })
  const reasons = [
    name === '' ? text('Give it a name.') : undefined,
    taken.includes(name.toLowerCase()) ? text('There is a lock of this name.') : undefined,
    create.isPending ? text('It is being asked for.') : undefined,
  ]
  return (
    <div className={styles.form}>
      <Field label={text('Lock name')}>
        <Input value={name} autoComplete="off" maxLength={260} onChange={(_, { value }) => setName(value.trim())} />
      </Field>
      <Field label={text('Against')}>
        <Select value={level} onChange={(_, { value }) => setLevel(value === 'ReadOnly' ? 'ReadOnly' : 'CanNotDelete')}>
          <option value="CanNotDelete">{text('Deletion alone')}</option>
          <option value="ReadOnly">{text('Any change, also start and stop')}</option>
        </Select>
      </Field>
      <Field label={text('Why')}>
        <Input value={notes} maxLength={512} onChange={(_, { value }) => setNotes(value)} />
      </Field>
      {create.error !== null && <ErrorNote error={create.error} />}
      <div>
        <ActionButton
          label={text('Add a lock')}
          reason={reasons.find((each) => each !== undefined)}
          onClick={() => create.mutate()}
        />
      </div>
    </div>
  )
}

const useStyles = makeStyles({
  form: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalM },
})
