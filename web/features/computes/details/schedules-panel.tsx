// The schedules of an instance (CI-54): what comes next, what may be skipped, and the list to edit.

import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { apiVersions } from '../../../api/api-versions.ts'
import { useStudio } from '../../../api/use-studio.ts'
import { useText } from '../../../i18n/use-text.ts'
import { arm as addresses, type WorkspaceKey } from '../../../paths.ts'
import { ErrorNote } from '../../../ui/error-note.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { Time } from '../../../ui/time.tsx'
import type { Compute } from '../compute.ts'
import { EditSchedules } from '../schedules/edit-schedules.tsx'
import { readVersion, type ScheduleVersion } from '../schedules/schedule-changes.ts'
import { firingsQuery } from './firing-queries.ts'

export function SchedulesPanel({
  workspace,
  compute,
}: {
  readonly workspace: WorkspaceKey
  readonly compute: Compute
}) {
  const { arm } = useStudio()
  const text = useText()
  const [base, setBase] = useState<ScheduleVersion>()
  const begin = useMutation({
    mutationFn: () => readVersion(arm, { workspace, name: compute.name }),
    onSuccess: setBase,
  })
  return (
    <Panel
      title={text('Schedules')}
      action={base === undefined && <Button onClick={() => begin.mutate()}>{text('Edit schedules')}</Button>}
    >
      {begin.error !== null && <ErrorNote error={begin.error} />}
      {base === undefined ? (
        <Upcoming workspace={workspace} compute={compute} />
      ) : (
        <EditSchedules key={base.etag} {...{ workspace, name: compute.name, base, setBase }} />
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
                  id={`skip-${scheduleId}`}
                  size="small"
                  appearance="subtle"
                  aria-labelledby={`skip-${scheduleId} firing-${scheduleId}`}
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

const useStyles = makeStyles({
  list: { margin: 0, padding: 0, listStyleType: 'none', display: 'grid', gap: tokens.spacingVerticalXS },
  firing: { display: 'flex', justifyContent: 'space-between', alignItems: 'center', gap: tokens.spacingHorizontalM },
  skipped: { textDecorationLine: 'line-through', color: tokens.colorNeutralForeground3 },
})
