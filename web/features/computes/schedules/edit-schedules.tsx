// Edits the schedules that an instance has, and saves them unless somebody else has changed them meanwhile.

import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useStudio } from '../../../api/use-studio.ts'
import { useText } from '../../../i18n/use-text.ts'
import type { WorkspaceKey } from '../../../paths.ts'
import { ActionButton } from '../../../ui/action-button.tsx'
import { ErrorNote } from '../../../ui/error-note.tsx'
import { refreshComputes } from '../compute-queries.ts'
import { scheduleFault } from './schedule.ts'
import { type ScheduleVersion, saveSchedules } from './schedule-changes.ts'
import { ScheduleConflict } from './schedule-conflict.tsx'
import { ScheduleEditor } from './schedule-editor.tsx'

export function EditSchedules(props: {
  readonly workspace: WorkspaceKey
  readonly name: string
  /** What is edited. */
  readonly base: ScheduleVersion
  /** Undefined: it is over. */
  setBase(base: ScheduleVersion | undefined): void
}) {
  const { workspace, name, base, setBase } = props
  const { arm } = useStudio()
  const text = useText()
  const styles = useStyles()
  const queryClient = useQueryClient()
  const [draft, setDraft] = useState(base.schedules)
  const [theirs, setTheirs] = useState<ScheduleVersion>()
  const save = useMutation({
    mutationFn: (over: ScheduleVersion) => saveSchedules(arm, { workspace, name }, { base: over, draft }),
    onSuccess: async (found) => {
      setTheirs(found)
      if (found !== undefined) return
      await refreshComputes(queryClient, workspace)
      await queryClient.invalidateQueries({ queryKey: ['compute-firings', workspace] })
      setBase(undefined)
    },
  })
  const fault = save.isPending ? 'It is being asked for.' : scheduleFault(draft)
  if (theirs !== undefined)
    return (
      <>
        <ScheduleConflict
          {...{ theirs: theirs.schedules, mine: draft }}
          onKeepMine={() => save.mutate(theirs)}
          onTakeTheirs={() => setBase(theirs)}
          onGoOn={() => setTheirs(undefined)}
        />
        {save.error !== null && <ErrorNote error={save.error} />}
      </>
    )
  return (
    <>
      <ScheduleEditor schedules={draft} onChange={setDraft} />
      {save.error !== null && <ErrorNote error={save.error} />}
      <div className={styles.buttons}>
        <ActionButton
          appearance="primary"
          label={text('Save')}
          reason={fault && text(fault)}
          onClick={() => save.mutate(base)}
        />
        <Button onClick={() => setBase(undefined)}>{text('Cancel')}</Button>
      </div>
    </>
  )
}

const useStyles = makeStyles({
  buttons: { display: 'flex', gap: tokens.spacingHorizontalS },
})
