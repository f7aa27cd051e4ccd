// The jobs of a resource group, of all its experiments: find them, see how far they are, end or delete several at once.

import { makeStyles, Spinner, tokens } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { permissionsQuery } from '../../api/permissions.ts'
import { useStudio } from '../../api/use-studio.ts'
import { useText } from '../../i18n/use-text.ts'
import { arm as addresses, pages } from '../../paths.ts'
import { ActionButton } from '../../ui/action-button.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { Page } from '../../ui/page.tsx'
import { useNow } from '../../ui/use-now.ts'
import type { Job } from './job.ts'
import { JobActions } from './job-actions.tsx'
import { jobColumnsFor } from './job-columns.tsx'
import { isShown, JobFilters } from './job-filters.tsx'
import { jobsQuery } from './job-queries.ts'
import { type JobRights, jobRights } from './job-rights.ts'
import { isOver } from './job-state.ts'

const route = getRouteApi('/g/$subscription/$group/jobs')

export function JobListPage() {
  const group = route.useParams()
  const { arm } = useStudio()
  const text = useText()
  const navigate = route.useNavigate()
  const { data, error, isPending, refetch } = useQuery(jobsQuery(arm, group))
  const rights = jobRights(useQuery(permissionsQuery(arm, addresses.resourceGroup(group))).data)
  const submit = (
    <ActionButton
      appearance="primary"
      icon={<AddRegular />}
      label={text('Submit a job')}
      reason={rights.submit ? undefined : text('Your roles here do not let you submit jobs.')}
      onClick={() => void navigate({ to: pages.newJob(group) })}
    />
  )
  return (
    <Page title={text('Jobs')} actions={data?.length === 0 ? undefined : submit}>
      {error !== null && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {isPending && <Spinner label={text('Looking')} />}
      {data?.length === 0 && (
        <EmptyState
          title={text('No job yet')}
          hint={text(
            'A job is a command line that waits for free nodes of a cluster, runs on them, and keeps what it printed and how it ended.',
          )}
          command="carrel job submit NAME --cluster CLUSTER -- COMMAND"
          action={submit}
        />
      )}
      {data !== undefined && data.length > 0 && <Jobs jobs={data} rights={rights} />}
    </Page>
  )
}

function Jobs({ jobs, rights }: { readonly jobs: readonly Job[]; readonly rights: JobRights }) {
  const { session } = useStudio()
  const text = useText()
  const styles = useStyles()
  const navigate = route.useNavigate()
  const search = route.useSearch()
  const { sort = 'submitted', down = search.sort === undefined } = search
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const now = useNow(!jobs.every(isOver))
  const change = (part: Record<string, unknown>) =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true })
  const rows = jobs.filter((job) => isShown(job, search, session.person.objectId))
  return (
    <>
      <div className={styles.tools}>
        <JobFilters search={search} jobs={jobs} onChange={change} />
        <JobActions
          selected={jobs.filter(({ id }) => selected.has(id))}
          rights={rights}
          cancel={text('Cancel jobs')}
          onDone={() => setSelected(new Set())}
        />
      </div>
      <DataTable
        label={text('Jobs')}
        rows={rows}
        columns={jobColumnsFor(text, now)}
        keyOf={({ id }) => id}
        nameOf={({ name }) => name}
        sort={{ column: sort, isDown: down }}
        onSort={(column) => change({ sort: column, down: column === sort ? !down : false })}
        selection={{ keys: selected, change: setSelected }}
      />
      {rows.length === 0 && <p>{text('None of them matches.')}</p>}
    </>
  )
}

const useStyles = makeStyles({
  tools: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
})
