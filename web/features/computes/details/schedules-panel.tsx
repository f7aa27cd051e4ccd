// The schedules of an instance (CI-54): what comes next, what may be skipped, and the list to edit.

import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { apiVersions } from '../../../api/api-versions.ts'
import { useStudio } from '../../../api/use-studio.ts'
import { useText } from '../../../i18n/use-text.ts'
import { arm as addresses, type WorkspaceKey } from '../../../paths.ts'
import { ActionButton } from '../../../ui/action-button.tsx'
import { ErrorNote } from '../../../ui/error-note.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { Time } from '../../../ui/time.tsx'
import type { Compute } from '../compute.ts'
import { refreshComputes } from '../compute-queries.ts'
import { readSchedule, type Schedule, scheduleFault, writeSchedule } from '../schedules/schedule.ts'
import { ScheduleEditor } from '../schedules/schedule-editor.tsx'
import { firingsQuery } from './firing-queries.ts'

export function SchedulesPanel({
  workspace,
  compute,
}: {
  readonly workspace: WorkspaceKey
  readonly compute: Compute
}) {
  const text = useText()
  const [draft, setDraft] = useState<readonly Schedule[]>()
  const edit = () => setDraft(compute.schedules.map(readSchedule))
  return (
    <Panel
      title={text('Schedules')}
      action={draft === undefined && <Button onClick={edit}>{text('Edit schedules')}</Button>}
    >
      {draft === undefined ? (
        <Upcoming workspace={workspace} compute={compute} />
      ) : (
        <Edit {...{ workspace, compute, draft, setDraft }} />
      )}
    </Panel>
  )
}

function Upcoming({ workspace, compute }: { readonly workspace: WorkspaceKey; readonly compute: Compute }) {
  const { arm } = useStudio()
  const text = useText()
  const styles = useStyles()
  const queryClient = useQueryClient()
  const { data = [], error } = useQuery(firingsQuery(arm, workspace, compute))
  const skip = useMutation({
    mutationFn: (body: { scheduleId: string; isSkipped: boolean }) =>
      arm.post(addresses.computeAction(workspace, compute.name, 'skipNextFiring'), apiVersions.machineLearning, body),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['compute-firings', workspace] }),
  })
  const seen = new Set<string>()
  if (compute.schedules.length === 0) return <span>{text('It runs until somebody stops it.')}</span>
  return (
    <>
      {(error ?? skip.error) !== null && <ErrorNote error={error ?? skip.error ?? new Error()} />}
      <ol className={styles.list} aria-label={text('What comes next')}>
        {data.map(({ time, action, scheduleId, isSkipped }) => {
          const isFirst = !seen.has(scheduleId)
          seen.add(scheduleId)
          return (
            <li key={`${scheduleId} ${time}`} className={styles.firing}>
              <span
                id={isFirst ? `firing-${scheduleId}` : undefined}
                className={isSkipped ? styles.skipped : undefined}
              >
                {text(action)} <Time at={time} />
              </span>
              {isFirst && (
                <Button
                  size="small"
                  appearance="subtle"
                  aria-describedby={`firing-${scheduleId}`}
                  onClick={() => skip.mutate({ scheduleId, isSkipped: !isSkipped })}
                >
                  {isSkipped ? text('Do not skip') : text('Skip once')}
                </Button>
              )}
            </li>
          )
        })}
      </ol>
    </>
  )
}

function Edit(props: {
  readonly workspace: WorkspaceKey
  readonly compute: Compute
  readonly draft: readonly Schedule[]
  setDraft(draft: readonly Schedule[] | undefined): void
}) {
  const { workspace, compute, draft, setDraft } = props
  const { arm } = useStudio()
  const text = useText()
  const styles = useStyles()
  const queryClient = useQueryClient()
  const save = useMutation({
    mutationFn: () =>
      arm.post(addresses.computeAction(workspace, compute.name, 'updateSchedules'), apiVersions.machineLearning, {
        computeStartStop: draft.map(writeSchedule),
      }),
    onSuccess: async () => {
      await refreshComputes(queryClient, workspace)
      await queryClient.invalidateQueries({ queryKey: ['compute-firings', workspace] })
      setDraft(undefined)
    },
  })
  const fault = scheduleFault(draft)
  return (
    <>
      <ScheduleEditor schedules={draft} onChange={setDraft} />
      {save.error !== null && <ErrorNote error={save.error} />}
      <div className={styles.buttons}>
        <ActionButton
          appearance="primary"
          label={text('Save')}
          reason={fault && text(fault)}
          onClick={() => save.mutate()}
        />
        <Button onClick={() => setDraft(undefined)}>{text('Cancel')}</Button>
      </div>
    </>
  )
}

const useStyles = makeStyles({
  list: { margin: 0, padding: 0, listStyleType: 'none', display: 'grid', gap: tokens.spacingVerticalXS },
  firing: { display: 'flex', justifyContent: 'space-between', alignItems: 'center', gap: tokens.spacingHorizontalM },
  skipped: { textDecorationLine: 'line-through', color: tokens.colorNeutralForeground3 },
  buttons: { display: 'flex', gap: tokens.spacingHorizontalS },
})
