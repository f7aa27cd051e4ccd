// One job: how far it is and why, what it prints, its files, where it runs, and what can be done with it.

import { makeStyles, Spinner, tokens } from '@fluentui/react-components'
import { ArrowRepeatAllRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { apiVersions } from '../../api/api-versions.ts'
import { permissionsQuery } from '../../api/permissions.ts'
import { useStudio } from '../../api/use-studio.ts'
import { useText } from '../../i18n/use-text.ts'
import { arm as addresses, pages } from '../../paths.ts'
import { ActionButton } from '../../ui/action-button.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { Page } from '../../ui/page.tsx'
import { pageColumns } from '../../ui/page-columns.ts'
import { Panel } from '../../ui/panel.tsx'
import { Timeline } from '../../ui/timeline.tsx'
import { Environment } from './details/environment.tsx'
import { FilesPanel } from './details/files-panel.tsx'
import { JobFacts } from './details/job-facts.tsx'
import { NodesPanel } from './details/nodes-panel.tsx'
import { Progress } from './details/progress.tsx'
import { UsagePanel } from './details/usage-panel.tsx'
import type { Job } from './job.ts'
import { JobActions } from './job-actions.tsx'
import { JobGone } from './job-gone.tsx'
import { jobQuery } from './job-queries.ts'
import { jobRights } from './job-rights.ts'
import { isOver } from './job-state.ts'
import { LogPanel } from './log/log-panel.tsx'
import { StateBadge } from './state-badge.tsx'

const route = getRouteApi('/g/$subscription/$group/jobs/at/$batch/$experiment/$job')

export function JobPage() {
  const key = route.useParams()
  const { arm } = useStudio()
  const text = useText()
  const { data, error, isPending, refetch } = useQuery(jobQuery(arm, key))
  if (data === null) return <JobGone of={key} />
  if (data === undefined) {
    return (
      <Page title={key.job}>
        {isPending && <Spinner label={text('Looking')} />}
        {error !== null && <ErrorNote error={error} onRetry={() => void refetch()} />}
      </Page>
    )
  }
  // Another job, or one that was made again under the name: nothing that was read of the one before is its own.
  const whose = `${data.id} ${data.submittedAt}`
  return <Details key={whose} job={data} error={error} onRetry={() => void refetch()} />
}

function Details({ job, error, onRetry }: { readonly job: Job; readonly error: Error | null; onRetry(): void }) {
  const { arm } = useStudio()
  const text = useText()
  const styles = useStyles()
  const navigate = route.useNavigate()
  const leave = useNavigate()
  const { file = 'stdout.txt' } = route.useSearch()
  const rights = jobRights(useQuery(permissionsQuery(arm, job.id)).data)
  const again = () => void leave({ to: pages.newJob(job.key), search: { like: job.id } })
  return (
    <Page
      title={job.name}
      subtitle={<StateBadge job={job} />}
      actions={
        <>
          <ActionButton
            icon={<ArrowRepeatAllRegular />}
            appearance="subtle"
            label={text('Submit again')}
            reason={rights.submit ? undefined : text('Your roles here do not let you submit jobs.')}
            onClick={again}
          />
          <JobActions
            selected={[job]}
            rights={rights}
            cancel={text('Cancel the job')}
            onDone={(action) => action === 'delete' && void leave({ to: pages.jobs(job.key) })}
          />
        </>
      }
    >
      {error !== null && <ErrorNote error={error} onRetry={onRetry} />}
      <div className={styles.columns}>
        <Progress job={job} />
        {rights.files ? (
          <LogPanel
            job={job}
            file={file}
            onFile={(name) => void navigate({ search: (before) => ({ ...before, file: name }), replace: true })}
          />
        ) : (
          <Panel title={text('Log')} isWide>
            <span>
              {text('Your roles here do not let you read what jobs print: that takes the right to list their files.')}
            </span>
          </Panel>
        )}
        <JobFacts job={job} />
        <div className={styles.stack}>
          {rights.files && <FilesPanel job={job} />}
          <NodesPanel job={job} mayEnter={rights.logins} />
          <Environment job={job} />
        </div>
        <UsagePanel job={job} />
        <Timeline
          path={addresses.jobAction(job.key, 'events')}
          apiVersion={apiVersions.batchAi}
          isLive={!isOver(job)}
        />
      </div>
    </Page>
  )
}

const useStyles = makeStyles({
  columns: pageColumns,
  stack: { display: 'grid', gap: tokens.spacingHorizontalL, minWidth: 0 },
})
