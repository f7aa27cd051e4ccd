// What can be done with the selected jobs; a button that does nothing for any of them says why.

import { DeleteRegular, RecordStopRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { useText } from '../../i18n/use-text.ts'
import { ActionButton } from '../../ui/action-button.tsx'
import { type Confirmation, ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import type { Job } from './job.ts'
import type { JobRights } from './job-rights.ts'
import { type JobAction, jobActions, reasonAgainst } from './job-state.ts'
import { useJobActions } from './use-job-actions.ts'

const icons = { cancel: <RecordStopRegular />, delete: <DeleteRegular /> }
const withoutRight: Readonly<Record<JobAction, string>> = {
  cancel: 'Your roles here do not let you end jobs.',
  delete: 'Your roles here do not let you delete jobs.',
}

export function JobActions(props: {
  readonly selected: readonly Job[]
  readonly rights: JobRights
  /** What the button says that ends what runs. */
  readonly cancel: string
  /** Said once it was asked for. */
  onDone(action: JobAction): void
}) {
  const { selected, rights, cancel, onDone } = props
  const text = useText()
  const actions = useJobActions()
  const [confirmation, setConfirmation] = useState<Confirmation>()
  const press = (action: JobAction) => {
    const jobs = selected.filter((job) => reasonAgainst(action, job) === undefined)
    const names = jobs.map(({ name }) => name)
    const act = () => {
      actions.mutate({ action, jobs })
      onDone(action)
    }
    if (action === 'cancel') {
      setConfirmation({
        title: text('End {{count}} jobs?', { count: jobs.length }),
        body: text('What they run is ended with all it started; they stay to be looked at.'),
        names,
        confirm: text('End it now'),
        act,
      })
      return
    }
    setConfirmation({
      title: text('Delete {{count}} jobs?', { count: jobs.length }),
      body: text('What runs is ended. What they wrote on file servers stays.'),
      names,
      confirm: text('Delete'),
      act,
    })
  }
  return (
    <>
      {jobActions.map((action) => (
        <ActionButton
          key={action}
          label={action === 'cancel' ? cancel : text('Delete')}
          icon={icons[action]}
          appearance="subtle"
          reason={reasonFor(action, { selected, rights, text })}
          onClick={() => press(action)}
        />
      ))}
      <ConfirmDialog ask={confirmation} onClose={() => setConfirmation(undefined)} />
    </>
  )
}

interface Of {
  readonly selected: readonly Job[]
  readonly rights: JobRights
  text(sentence: string): string
}

function reasonFor(action: JobAction, { selected, rights, text }: Of): string | undefined {
  if (!rights[action]) return text(withoutRight[action])
  if (selected.length === 0) return text('Select one or more first.')
  const reasons = selected.map((job) => reasonAgainst(action, job))
  const [first] = reasons
  return reasons.includes(undefined) || first === undefined ? undefined : text(first)
}
