// The jobs of a resource group, of all its experiments: find them, see how far they are, end or delete several at once.

import { AddRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { permissionsQuery } from '../../api/permissions.ts'
import { useStudio } from '../../api/use-studio.ts'
import { useText } from '../../i18n/use-text.ts'
import { arm as addresses, pages } from '../../paths.ts'
import { ActionButton } from '../../ui/action-button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ListPage } from '../../ui/list-page.tsx'
import { useNow } from '../../ui/use-now.ts'
import { JobActions } from './job-actions.tsx'
import { jobColumnsFor } from './job-columns.tsx'
import { isShown, JobFilters } from './job-filters.tsx'
import { jobsQuery } from './job-queries.ts'
import { jobRights } from './job-rights.ts'
import { isOver } from './job-state.ts'

const route = getRouteApi('/g/$subscription/$group/jobs')

export function JobListPage() {
  const group = route.useParams()
  const { arm, session } = useStudio()
  const text = useText()
  const navigate = route.useNavigate()
  const search = route.useSearch()
  const { sort = 'submitted', down = search.sort === undefined } = search
  const list = useQuery(jobsQuery(arm, group))
  const { data = [] } = list
  const rights = jobRights(useQuery(permissionsQuery(arm, addresses.resourceGroup(group))).data)
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const now = useNow(!data.every(isOver))
  const change = (part: Record<string, unknown>) =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true })
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
    <ListPage
      title={text('Jobs')}
      actions={list.data?.length === 0 ? undefined : submit}
      list={list}
      none={<NoneYet action={submit} />}
      filters={<JobFilters search={search} jobs={data} onChange={change} />}
      acts={
        <JobActions
          selected={data.filter(({ id }) => selected.has(id))}
          rights={rights}
          cancel={text('Cancel jobs')}
          onDone={() => setSelected(new Set())}
        />
      }
      table={{
        rows: data.filter((job) => isShown(job, search, session.person.objectId)),
        columns: jobColumnsFor(text, now),
        keyOf: ({ id }) => id,
        nameOf: ({ name }) => name,
        sort: { column: sort, isDown: down },
        selection: { keys: selected, change: setSelected },
      }}
      onChange={({ sort: column, down: isDown }) => change({ sort: column, down: isDown === true })}
    />
  )
}

function NoneYet({ action }: { readonly action: ReactNode }) {
  const text = useText()
  return (
    <EmptyState
      title={text('No job yet')}
      hint={text(
        'A job is a command line that waits for free nodes of a cluster, runs on them, and keeps what it printed and how it ended.',
      )}
      command="carrel job submit NAME --cluster CLUSTER -- COMMAND"
      action={action}
    />
  )
}
