import { Link as FluentLink } from '@fluentui/react-components'
import { Link } from '@tanstack/react-router'
import type { useText } from '../../i18n/use-text.ts'
import { pages } from '../../paths.ts'
import type { Column } from '../../ui/data-table.tsx'
import { durationText } from '../../ui/duration-text.ts'
import { Time } from '../../ui/time.tsx'
import { durationOf, type Job } from './job.ts'
import type { JobColumn } from './job-search.ts'
import { StateBadge } from './state-badge.tsx'

/** Of the list. `now`: to which what runs has run. */
export function jobColumnsFor(text: ReturnType<typeof useText>, now: number): readonly Column<Job, JobColumn>[] {
  const by = (read: (job: Job) => string) => (a: Job, b: Job) => read(a).localeCompare(read(b))
  const byNumber = (read: (job: Job) => number | undefined) => (a: Job, b: Job) => (read(a) ?? -1) - (read(b) ?? -1)
  const took = (job: Job) => durationOf(job, now)
  return [
    {
      id: 'name',
      header: text('Name'),
      compare: by(({ name }) => name),
      cell: ({ name, key }) => <Link to={pages.job(key)}>{<FluentLink as="span">{name}</FluentLink>}</Link>,
    },
    {
      id: 'state',
      header: text('State'),
      compare: by(({ state }) => state),
      cell: (job) => <StateBadge job={job} />,
    },
    {
      id: 'cluster',
      header: text('Cluster'),
      isExtra: true,
      compare: by(({ cluster }) => cluster),
      cell: ({ cluster }) => cluster,
    },
    {
      id: 'experiment',
      header: text('Experiment'),
      isExtra: true,
      compare: by(({ experiment, batch }) => `${experiment} ${batch}`),
      cell: ({ experiment }) => experiment,
    },
    {
      id: 'priority',
      header: text('Priority'),
      isExtra: true,
      compare: byNumber(({ priority }) => priorities.indexOf(priority)),
      cell: ({ priority }) => text(priorityWords[priority] ?? priority),
    },
    {
      id: 'nodes',
      header: text('Nodes'),
      isNumber: true,
      isExtra: true,
      compare: byNumber(({ nodeCount }) => nodeCount),
      cell: ({ nodeCount }) => nodeCount,
    },
    {
      id: 'submitted',
      header: text('Submitted'),
      isExtra: true,
      compare: by(({ submittedAt }) => submittedAt),
      cell: ({ submittedAt }) => <Time at={submittedAt} isShort />,
    },
    {
      id: 'by',
      header: text('By'),
      isExtra: true,
      compare: by(({ submitter }) => submitter.name),
      cell: ({ submitter }) => submitter.name || '–',
    },
    {
      id: 'took',
      header: text('Took'),
      isNumber: true,
      compare: byNumber(took),
      cell: (job) => durationText(took(job)),
    },
    {
      id: 'exit',
      header: text('Exit code'),
      isNumber: true,
      isExtra: true,
      compare: byNumber(({ exitCode }) => exitCode),
      cell: ({ exitCode }) => exitCode ?? '–',
    },
  ]
}

const priorities = ['low', 'normal', 'high']
export const priorityWords: Readonly<Record<string, string>> = { low: 'Low', normal: 'Normal', high: 'High' }
